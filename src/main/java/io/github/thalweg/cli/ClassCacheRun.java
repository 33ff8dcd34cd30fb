package io.github.thalweg.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the usual commands once, in a JVM that records them: it writes the loaded classes into a
 * cache, and later starts of the launcher take them from there.
 */
final class ClassCacheRun {
  private ClassCacheRun() {}

  /**
   * @param arguments the folder for what the commands write; it must not exist yet
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    String run = folder.resolve("iris").toString();
    List.of(
            List.of("--help"),
            List.of("train", "--help"),
            // Not the CPU: trying it loads the Vector API, and Java makes no cache after that.
            List.of("devices", "--device", "reference"),
            List.of("recipes"),
            List.of("train", "seed", "--device", "cpu", "--out", folder.resolve("seed").toString()),
            List.of("train", "iris", "--device", "cpu", "--epochs", "2", "--out", run),
            List.of("evaluate", run, "--device", "cpu"))
        .forEach(ClassCacheRun::run);
  }

  private static void run(List<String> command) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    int exit = Main.execute(nowhere, nowhere, command.toArray(String[]::new));
    if (exit != 0) {
      throw new IllegalStateException("thalweg " + String.join(" ", command) + " failed");
    }
  }
}
