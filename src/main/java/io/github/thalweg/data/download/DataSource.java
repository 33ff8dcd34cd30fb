package io.github.thalweg.data.download;

import java.io.IOException;
import java.nio.file.Path;

/** A source of a data set's files. */
sealed interface DataSource permits InstalledFolder, PackageClient {
  /** The source's name in messages. */
  String name();

  /** What to install if this source is missing; empty if nothing can be installed. */
  String remedy();

  /**
   * The folder that holds the files, gzipped or not; they are not checked yet.
   *
   * @param scratch an empty folder that the source may fill
   * @throws Unavailable if the source is missing or fails
   * @throws IOException if {@code scratch} cannot be written
   */
  Path fetch(Path scratch) throws Unavailable, IOException;

  /** The reason why a source failed; the next one is tried. */
  final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    Unavailable(String reason) {
      super(reason);
    }
  }
}
