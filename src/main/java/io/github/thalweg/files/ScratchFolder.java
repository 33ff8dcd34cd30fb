package io.github.thalweg.files;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.RunFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A new folder for temporary files; closing it deletes it. It is in Java's folder for temporary
 * files, or, if that cannot be written or is full, in the {@link CacheFolder}.
 */
public final class ScratchFolder implements AutoCloseable {
  /** More than the files here need at one time. */
  private static final int BYTES = 1 << 20;

  private final Path path;

  private ScratchFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes a folder.
   *
   * @throws RunFailedException when no folder can be made
   */
  public static ScratchFolder create() {
    return create(Path.of(System.getProperty("java.io.tmpdir")), CacheFolder.path());
  }

  /**
   * @param temporary the first choice
   * @param cache the second choice; it is made if it is missing
   */
  static ScratchFolder create(Path temporary, Path cache) {
    try {
      return in(temporary);
    } catch (IOException unfit) {
      try {
        return in(Files.createDirectories(cache));
      } catch (IOException e) {
        throw new RunFailedException(
            "There is no place for temporary files: they can be written neither to "
                + temporary
                + " ("
                + FileTrouble.reason(unfit)
                + ") nor to "
                + cache
                + " ("
                + FileTrouble.reason(e)
                + "). Make room there, or name a folder that can be written in the environment variable THALWEG_CACHE.",
            e);
      }
    }
  }

  private static ScratchFolder in(Path place) throws IOException {
    ScratchFolder folder = new ScratchFolder(Files.createTempDirectory(place, "thalweg-"));
    try {
      Path room = folder.path.resolve("room");
      Files.write(room, new byte[BYTES]);
      Files.delete(room);
      return folder;
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  /** Its path. */
  public Path path() {
    return path;
  }

  /**
   * Writes text in UTF-8.
   *
   * @param name of a file in this folder
   * @return the file
   * @throws RunFailedException when that fails
   */
  public Path write(String name, String text) {
    Path file = path.resolve(name);
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new RunFailedException(
          "The temporary file "
              + file
              + " could not be written ("
              + FileTrouble.reason(e)
              + "): make room in "
              + path.getParent()
              + ".",
          e);
    }
  }

  /** Deletes it with its content; files that another program still writes there stay. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(file -> {
            if (!file.toFile().delete()) {
              file.toFile().deleteOnExit();
            }
          });
    } catch (IOException _) {
      path.toFile().deleteOnExit();
    }
  }
}
