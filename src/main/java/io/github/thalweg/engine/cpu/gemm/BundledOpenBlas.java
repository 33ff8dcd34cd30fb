package io.github.thalweg.engine.cpu.gemm;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.files.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * The OpenBLAS that comes as a jar on the class path, unpacked into the cache folder on first use.
 */
final class BundledOpenBlas {
  /** The library, and then the libraries that it needs next to it. */
  private static final List<String> FILES =
      List.of("libopenblas.so.0", "libgfortran.so.5", "libquadmath.so.0", "libgcc_s.so.1");

  private BundledOpenBlas() {}

  /**
   * The unpacked library.
   *
   * @throws IOException when there is none for this platform, or it cannot be unpacked
   */
  static Path unpacked() throws IOException {
    URL library = resource(FILES.getFirst());
    if (library == null) {
      throw new IOException("there is no OpenBLAS for " + platform() + " on the class path");
    }
    Path folder = CacheFolder.path().resolve("openblas-" + version(library));
    try {
      Files.createDirectories(folder);
      for (String file : FILES) {
        Path target = folder.resolve(file);
        URL source = resource(file);
        if (!isWhole(source, target)) {
          unpack(source, target);
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "it cannot be unpacked to "
              + folder
              + " ("
              + FileTrouble.reason(e)
              + "); name a folder that can be written in the environment variable THALWEG_CACHE",
          e);
    }
    return folder.resolve(FILES.getFirst());
  }

  /** An incomplete library, for example from a full disk, would crash the process that loads it. */
  private static boolean isWhole(URL source, Path target) throws IOException {
    return Files.isRegularFile(target)
        && Files.size(target) == source.openConnection().getContentLengthLong();
  }

  private static URL resource(String file) {
    return BundledOpenBlas.class.getResource("/org/bytedeco/openblas/" + platform() + "/" + file);
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).replace(" ", "");
    String processor = System.getProperty("os.arch").replace("amd64", "x86_64");
    return system + "-" + processor;
  }

  /** A name that changes with the library: its checksum in the jar. */
  private static String version(URL library) throws IOException {
    if (library.openConnection() instanceof JarURLConnection jar) {
      return Long.toHexString(jar.getJarEntry().getCrc());
    }
    return Long.toHexString(library.openConnection().getContentLengthLong());
  }

  /** Another process may unpack it at the same time: each writes its own file and renames it. */
  private static void unpack(URL source, Path target) throws IOException {
    Path temporary =
        Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
    try (InputStream in = source.openStream()) {
      Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
