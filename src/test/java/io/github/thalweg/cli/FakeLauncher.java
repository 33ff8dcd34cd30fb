package io.github.thalweg.cli;

import io.github.thalweg.cli.terminal.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A script in the place of the launcher, which answers what a test wants. */
public final class FakeLauncher {
  private FakeLauncher() {}

  /**
   * @param script what it does, in bash; {@code $1} is the command, {@code $*} the whole line
   */
  public static CommandProcess of(Path folder, String script) throws IOException {
    Path file = Files.writeString(folder.resolve("launcher"), "#!/usr/bin/env bash\n" + script);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return new CommandProcess(Optional.of(file));
  }
}
