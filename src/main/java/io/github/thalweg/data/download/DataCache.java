package io.github.thalweg.data.download;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.IdxReader;
import io.github.thalweg.data.TrainAndTest;
import io.github.thalweg.files.CacheFolder;
import io.github.thalweg.files.ScratchFolder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * The folder for downloaded data sets, each in its own folder.
 *
 * @param folder need not exist yet
 */
public record DataCache(Path folder) {
  /**
   * The result of a request.
   *
   * @param folder with the files
   * @param source where they came from; empty if they were there already
   */
  public record Obtained(Path folder, Optional<String> source) {}

  /** The user's cache, {@link CacheFolder#path()}. */
  public static DataCache ofUser() {
    return new DataCache(CacheFolder.path());
  }

  /**
   * The cache for a data set: the folder {@code data} of the bundle that the system property {@code
   * thalweg.bundle} names, if it holds the data set, else the user's.
   */
  public static DataCache holding(DownloadedData data) {
    String bundle = System.getProperty("thalweg.bundle");
    if (bundle != null && Files.isDirectory(Path.of(bundle, "data", data.id()))) {
      return new DataCache(Path.of(bundle, "data"));
    }
    return ofUser();
  }

  /** The folder for a data set's files. */
  public Path folderOf(DownloadedData data) {
    return folder.resolve(data.id());
  }

  /**
   * Makes sure that a data set's four files are in the cache, unaltered: checks existing files,
   * else asks the data set's sources in turn. Files appear in the cache only when all four have the
   * right checksum.
   *
   * @param progress receives the name of each source
   * @throws RunFailedException if every source fails (the message says why and what to install) or
   *     the cache cannot be written
   */
  public Obtained obtain(DownloadedData data, Consumer<String> progress) {
    return obtain(data.id(), data.title(), data.files(), data.sources(), progress);
  }

  /**
   * Reads a data set from the cache, with its published training and test part.
   *
   * @throws InvalidInputException if it was never downloaded or its files are damaged
   */
  public TrainAndTest load(DownloadedData data) {
    List<Path> files = new ArrayList<>();
    for (DownloadedData.IdxFile file : data.files()) {
      files.add(
          find(folderOf(data), file.name())
              .orElseThrow(() ->
                  new InvalidInputException(
                      data.title()
                          + " is not in the cache ("
                          + folderOf(data).resolve(file.name())
                          + " is missing); run 'thalweg data "
                          + data.id()
                          + "' first.")));
    }
    try {
      return new TrainAndTest(
          IdxReader.read(files.get(0), files.get(1), data.task()),
          IdxReader.read(files.get(2), files.get(3), data.task()));
    } catch (InvalidInputException damaged) {
      throw new InvalidInputException(
          damaged.getMessage() + " To fix it, run 'thalweg data " + data.id() + "'.", damaged);
    }
  }

  Obtained obtain(
      String id,
      String title,
      List<DownloadedData.IdxFile> files,
      List<DataSource> sources,
      Consumer<String> progress) {
    Path destination = folder.resolve(id);
    Map<String, String> failures = new LinkedHashMap<>();
    try {
      if (files.stream().anyMatch(file -> find(destination, file.name()).isPresent())) {
        if (allValid(destination, files)) {
          return new Obtained(destination, Optional.empty());
        }
        sources =
            Stream.concat(Stream.of(new InstalledFolder(destination)), sources.stream()).toList();
      }
      for (DataSource source : sources) {
        progress.accept("Looking for " + title + ": " + source.name() + " …");
        try (ScratchFolder scratch = ScratchFolder.create()) {
          adopt(source.fetch(scratch.path()), files, destination);
          return new Obtained(destination, Optional.of(source.name()));
        } catch (DataSource.Unavailable unavailable) {
          failures.put(source.name(), unavailable.getMessage());
        }
      }
    } catch (IOException failure) {
      throw new RunFailedException(
          title
              + " could not be written to "
              + destination
              + " ("
              + FileTrouble.reason(failure)
              + "); make room, or name another cache folder in the environment variable THALWEG_CACHE.",
          failure);
    }
    String reasons =
        failures.entrySet().stream()
            .map(failure -> failure.getKey() + ": " + failure.getValue())
            .collect(Collectors.joining("; "));
    String remedies =
        sources.stream()
            .map(DataSource::remedy)
            .filter(remedy -> !remedy.isEmpty())
            .map(remedy -> "install " + remedy + ", or ")
            .collect(Collectors.joining());
    String names =
        files.stream().map(DownloadedData.IdxFile::name).collect(Collectors.joining(", "));
    throw new RunFailedException(
        title
            + " could not be downloaded ("
            + reasons
            + "); "
            + remedies
            + "put "
            + names
            + ", gzipped or not, into "
            + destination
            + " and run 'thalweg data "
            + id
            + "' again.");
  }

  /**
   * Copies the files of a folder, gunzipped, checks all, and only then moves them to their names.
   */
  private static void adopt(Path from, List<DownloadedData.IdxFile> files, Path destination)
      throws DataSource.Unavailable, IOException {
    Files.createDirectories(destination);
    Map<Path, Path> parts = new LinkedHashMap<>();
    try {
      for (DownloadedData.IdxFile file : files) {
        Path found =
            find(from, file.name())
                .orElseThrow(() -> new DataSource.Unavailable(file.name() + " is missing there"));
        Path part =
            destination.resolve("." + file.name() + "." + ProcessHandle.current().pid() + ".part");
        parts.put(part, destination.resolve(file.name()));
        String sha256;
        try (OutputStream copy = Files.newOutputStream(part)) {
          sha256 = sha256(found, copy);
        }
        if (!sha256.equals(file.sha256())) {
          throw new DataSource.Unavailable(
              found.getFileName()
                  + " has the wrong content: SHA-256 "
                  + sha256
                  + " instead of "
                  + file.sha256());
        }
      }
      for (Map.Entry<Path, Path> part : parts.entrySet()) {
        Files.move(part.getKey(), part.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      for (Path part : parts.keySet()) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static boolean allValid(Path folder, List<DownloadedData.IdxFile> files)
      throws IOException {
    for (DownloadedData.IdxFile file : files) {
      Path path = folder.resolve(file.name());
      try {
        if (!Files.isRegularFile(path)
            || !sha256(path, OutputStream.nullOutputStream()).equals(file.sha256())) {
          return false;
        }
      } catch (DataSource.Unavailable damaged) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Path> find(Path folder, String name) {
    return Stream.of(name, name + ".gz")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Copies the file's content, gunzipped, and returns its checksum in hexadecimal. */
  private static String sha256(Path file, OutputStream copy)
      throws DataSource.Unavailable, IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream content = new DigestInputStream(IdxReader.open(file), digest)) {
        content.transferTo(copy);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    } catch (ZipException | EOFException damaged) {
      throw new DataSource.Unavailable(
          file.getFileName() + " is damaged (" + damaged.getMessage() + ")");
    }
  }
}
