package io.github.thalweg.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Floats;
import io.github.thalweg.data.IdxReaderTest;
import io.github.thalweg.data.TrainAndTest;
import io.github.thalweg.data.download.DownloadedData.IdxFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients here are small shell scripts; nothing asks the network. */
class DataCacheTest {
  private static final List<IdxFile> FILES =
      List.of(new IdxFile("first", sha256("one")), new IdxFile("second", sha256("two")));

  @TempDir Path folder;

  private DataCache cache;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void cacheThatDoesNotExistYet() {
    cache = new DataCache(folder.resolve("deep/cache"));
  }

  @Test
  void aClientsPackageIsUnpackedCheckedAndKept() throws IOException {
    DataCache.Obtained obtained =
        obtain(
            client(
                "good",
                "mkdir -p p/data; printf one > p/data/first; printf two | gzip > p/data/second.gz; tar -czf pack-1.tgz p"));
    assertThat(obtained)
        .isEqualTo(new DataCache.Obtained(cache.folder().resolve("tiny"), Optional.of("good")));
    assertThat(kept()).containsExactlyInAnyOrder("first", "second");
    assertThat(obtained.folder().resolve("first")).hasContent("one");
    assertThat(obtained.folder().resolve("second")).hasContent("two");
    assertThat(progress).singleElement().asString().contains("Tiny", "good");
  }

  @Test
  void whatABundleBringsIsReadFromThereAndTheRestFromTheUsersCache() throws IOException {
    Files.createDirectories(folder.resolve("data/mnist"));
    System.setProperty("thalweg.bundle", folder.toString());
    try {
      assertThat(DataCache.holding(DownloadedData.MNIST))
          .isEqualTo(new DataCache(folder.resolve("data")));
      assertThat(DataCache.holding(DownloadedData.FASHION_MNIST)).isEqualTo(DataCache.ofUser());
    } finally {
      System.clearProperty("thalweg.bundle");
    }
    assertThat(DataCache.holding(DownloadedData.MNIST)).isEqualTo(DataCache.ofUser());
  }

  @Test
  void aSecondRequestFindsTheFilesAndAsksNobody() throws IOException {
    obtain(new InstalledFolder(folderWith("one", "two")));
    progress.clear();
    assertThat(obtain(client("never", "exit 1")).source()).isEmpty();
    assertThat(progress).isEmpty();
  }

  @Test
  void sourcesAreTriedInTurnUntilOneDelivers() throws IOException {
    DataSource missing =
        new PackageClient(
            "gone",
            "gone",
            List.of(folder.resolve("no-such-client").toString()),
            "*",
            List.of(),
            ".",
            Duration.ofSeconds(9));
    assertThat(
            obtain(
                    missing,
                    client("broken", "exit 3"),
                    new InstalledFolder(folderWith("one", "two")))
                .source())
        .contains(folder.resolve("installed").toString());
    assertThat(progress).hasSize(3);
  }

  @Test
  void whenNobodyDeliversEveryReasonAndTheRemedyAreNamed() throws IOException {
    DataSource missing =
        new PackageClient(
            "gone",
            "the gone client",
            List.of(folder.resolve("no-such-client").toString()),
            "*",
            List.of(),
            ".",
            Duration.ofSeconds(9));
    DataSource refusing =
        client(
            "refusing",
            "echo some talk; echo 'E: Unable to locate package' >&2; echo more talk; exit 100");
    DataSource empty = client("empty", "exit 0");
    assertThatThrownBy(
            () -> obtain(missing, refusing, empty, new InstalledFolder(folder.resolve("absent"))))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContainingAll(
            "Tiny could not be downloaded",
            "gone: '" + folder.resolve("no-such-client") + "' is not installed",
            "refusing: ",
            "ended with 100: E: Unable to locate package",
            "left no file pack-*.tgz",
            folder.resolve("absent") + ": there is no such folder",
            "install the gone client, or install what refusing needs, or ",
            "put first, second, gzipped or not, into " + cache.folder().resolve("tiny"),
            "thalweg data tiny")
        .hasMessageNotContaining("some talk");
    assertThat(kept()).isEmpty();
  }

  @Test
  void aWrongChecksumIsReportedAndNothingIsKept() throws IOException {
    Path wrong = folderWith("one", "tampered");
    assertThatThrownBy(() -> obtain(new InstalledFolder(wrong)))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContainingAll("second has the wrong content", sha256("tampered"), sha256("two"));
    assertThat(kept()).isEmpty();
  }

  @Test
  void aDamagedGzipFileIsReportedAndNothingIsKept() throws IOException {
    Path damaged = folderWith("one", "two");
    Files.delete(damaged.resolve("second"));
    byte[] gzipped = IdxReaderTest.gzip("two".getBytes(StandardCharsets.UTF_8));
    Files.write(damaged.resolve("second.gz"), java.util.Arrays.copyOf(gzipped, gzipped.length - 9));
    assertThatThrownBy(() -> obtain(new InstalledFolder(damaged)))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("second.gz is damaged");
    assertThat(kept()).isEmpty();
  }

  @Test
  void filesThatTheUserPutIntoTheCacheAreTaken() throws IOException {
    Path tiny = Files.createDirectories(cache.folder().resolve("tiny"));
    Files.writeString(tiny.resolve("first"), "one");
    Files.write(
        tiny.resolve("second.gz"), IdxReaderTest.gzip("two".getBytes(StandardCharsets.UTF_8)));
    assertThat(obtain(client("never", "exit 1")).source()).contains(tiny.toString());
    assertThat(tiny.resolve("second")).hasContent("two");
  }

  @Test
  void alteredFilesInTheCacheAreReplaced() throws IOException {
    Path good = folderWith("one", "two");
    obtain(new InstalledFolder(good));
    Files.writeString(cache.folder().resolve("tiny/first"), "altered");
    assertThat(obtain(new InstalledFolder(good)).source()).contains(good.toString());
    assertThat(cache.folder().resolve("tiny/first")).hasContent("one");
  }

  @Test
  void aClientThatHangsIsKilledWithWhatItStarted() throws IOException, InterruptedException {
    Path pid = folder.resolve("pid");
    Path script = script("hanging", "sleep 600 & echo $! > " + pid + "; wait");
    DataSource hanging =
        new PackageClient(
            "hanging", "", List.of(script.toString()), "*", List.of(), ".", Duration.ofSeconds(1));
    assertThatThrownBy(() -> obtain(hanging))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContainingAll("hanging: ", "did not end within 1 s");
    ProcessHandle started =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElse(null);
    for (int i = 0; i < 100 && started != null && started.isAlive(); i++) {
      Thread.sleep(50);
    }
    assertThat(started == null || !started.isAlive()).isTrue();
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamed() throws IOException {
    Path good = folderWith("one", "two");
    Files.writeString(folder.resolve("file"), "not a folder");
    cache = new DataCache(folder.resolve("file/cache"));
    assertThatThrownBy(() -> obtain(new InstalledFolder(good)))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContainingAll(
            "could not be written", cache.folder().resolve("tiny").toString(), "THALWEG_CACHE");
  }

  @Test
  void dataThatWasNeverObtainedOrIsDamagedNamesTheCommand() throws IOException {
    assertThatThrownBy(() -> cache.load(DownloadedData.MNIST))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "MNIST is not in the cache",
            cache.folder().resolve("mnist/train-images-idx3-ubyte").toString(),
            "'thalweg data mnist' first");
    Path images = Files.createDirectories(cache.folder().resolve("fashion-mnist"));
    for (IdxFile file : DownloadedData.FASHION_MNIST.files()) {
      Files.writeString(images.resolve(file.name()), "nonsense");
    }
    assertThatThrownBy(() -> cache.load(DownloadedData.FASHION_MNIST))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "train-images-idx3-ubyte is not an IDX file", "'thalweg data fashion-mnist'");
  }

  @Test
  void theCachesFilesBecomeTheTrainingAndTheTestPart() throws IOException {
    Path mnist = Files.createDirectories(cache.folder().resolve("mnist"));
    Files.write(
        mnist.resolve("train-images-idx3-ubyte"),
        IdxReaderTest.idx(new int[] {2051, 2, 1, 1}, 255, 0));
    Files.write(
        mnist.resolve("train-labels-idx1-ubyte.gz"),
        IdxReaderTest.gzip(IdxReaderTest.idx(new int[] {2049, 2}, 3, 4)));
    Files.write(
        mnist.resolve("t10k-images-idx3-ubyte"), IdxReaderTest.idx(new int[] {2051, 1, 1, 1}, 51));
    Files.write(mnist.resolve("t10k-labels-idx1-ubyte"), IdxReaderTest.idx(new int[] {2049, 1}, 9));
    TrainAndTest parts = cache.load(DownloadedData.MNIST);
    assertThat(Floats.of(parts.train().targets())).containsExactly(3, 4);
    assertThat(Floats.of(parts.test().orElseThrow().features())).containsExactly(0.2f);
    assertThat(Floats.of(parts.test().orElseThrow().targets())).containsExactly(9);
  }

  @Test
  void dataSetsAreFoundByName() {
    assertThat(DownloadedData.of("mnist")).isEqualTo(DownloadedData.MNIST);
    assertThat(DownloadedData.of("fashion-mnist").task().classNames())
        .startsWith("T-shirt/top")
        .endsWith("Ankle boot")
        .hasSize(10);
    assertThatThrownBy(() -> DownloadedData.of("mnits"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("'mnits'", "Did you mean 'mnist'?", "fashion-mnist");
  }

  private DataCache.Obtained obtain(DataSource... sources) {
    return cache.obtain("tiny", "Tiny", FILES, List.of(sources), progress::add);
  }

  private List<String> kept() throws IOException {
    Path tiny = cache.folder().resolve("tiny");
    if (!Files.exists(tiny)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(tiny)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Path folderWith(String first, String second) throws IOException {
    Path installed = Files.createDirectories(folder.resolve("installed"));
    Files.writeString(installed.resolve("first"), first);
    Files.writeString(installed.resolve("second"), second);
    return installed;
  }

  private PackageClient client(String name, String shell) throws IOException {
    return new PackageClient(
        name,
        "what " + name + " needs",
        List.of(script(name, shell).toString()),
        "pack-*.tgz",
        List.of("tar", "-xzf", PackageClient.ARCHIVE),
        "p/data",
        Duration.ofSeconds(30));
  }

  private Path script(String name, String shell) throws IOException {
    Path script = Files.writeString(folder.resolve(name + ".sh"), "#!/bin/sh\n" + shell + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
