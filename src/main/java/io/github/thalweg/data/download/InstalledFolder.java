package io.github.thalweg.data.download;

import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that may already hold the files, from a system package or from the user. */
record InstalledFolder(Path folder) implements DataSource {
  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public String remedy() {
    return "";
  }

  @Override
  public Path fetch(Path scratch) throws Unavailable {
    if (!Files.isDirectory(folder)) {
      throw new Unavailable("there is no such folder");
    }
    return folder;
  }
}
