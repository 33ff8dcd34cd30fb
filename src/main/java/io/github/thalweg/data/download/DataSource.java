package io.github.thalweg.data.download;

import java.io.IOException;
import java.nio.file.Path;

/** A place from which the files of a data set may be had. */
sealed interface DataSource permits InstalledFolder, PackageClient {
  /** What the source is called in messages. */
  String name();

  /** What to install where this source is missing; empty if there is nothing to install for it. */
  String remedy();

  /**
   * The folder that holds the files, gzipped or not; they are yet to be checked.
   *
   * @param scratch an empty folder that the source may fill
   * @throws Unavailable if the source is not there or could not deliver
   * @throws IOException if {@code scratch} cannot be written
   */
  Path fetch(Path scratch) throws Unavailable, IOException;

  /** Why a source gave nothing; the next one is tried. */
  final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    Unavailable(String reason) {
      super(reason);
    }
  }
}
