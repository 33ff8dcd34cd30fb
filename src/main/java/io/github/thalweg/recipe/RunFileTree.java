package io.github.thalweg.recipe;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.files.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The settings of a run file, or of a built-in recipe, as a tree. */
final class RunFileTree {
  private RunFileTree() {}

  /**
   * @param nameOrFile as for {@link RunFile#read}
   * @throws InvalidInputException when there is no such recipe, or it is not a block of settings
   */
  static ObjectNode of(String nameOrFile) {
    boolean file = RunFile.isFile(nameOrFile);
    if (!file && !RunFile.BUILT_IN.contains(nameOrFile)) {
      requireNothingElse(path(nameOrFile));
      throw InvalidInputException.unknown(
          "a recipe, nor a run file (.yaml)", nameOrFile, RunFile.BUILT_IN);
    }
    JsonNode tree =
        YamlTree.parse(
            file ? text(path(nameOrFile).toAbsolutePath()) : RunFile.builtIn(nameOrFile),
            file ? nameOrFile : "recipe " + nameOrFile,
            "");
    if (tree.isMissingNode()) {
      throw new InvalidInputException(
          nameOrFile + " is empty; thalweg recipes --explain prints all settings of a run file.");
    }
    if (!(tree instanceof ObjectNode root)) {
      throw new InvalidInputException(
          nameOrFile + " must hold settings, key: value; it holds " + tree + ".");
    }
    return root;
  }

  /** The recipe of a tree, with or without changes. */
  static Recipe recipe(String nameOrFile, ObjectNode root) {
    boolean file = RunFile.isFile(nameOrFile);
    Path path = path(nameOrFile).toAbsolutePath();
    String fileName = path.getFileName().toString();
    String name = file ? fileName.substring(0, fileName.lastIndexOf('.')) : nameOrFile;
    return RecipeReader.read(name, root, file ? path.getParent() : Path.of(""));
  }

  private static Path path(String nameOrFile) {
    return InputFile.named(Path.of(""), nameOrFile);
  }

  /** The remedy for a wrong recipe argument: a run's folder, a run file's name, or data. */
  private static void requireNothingElse(Path path) {
    Path settings = path.resolve("run.yaml");
    Path file = Path.of(path + ".yaml");
    String remedy =
        Files.isRegularFile(settings)
            ? " is the folder of a run; continue it with --resume "
                + path
                + ", or train it again with "
                + settings
                + "."
            : Files.isRegularFile(file)
                ? " is not a recipe, but there is the run file " + file + "."
                : Files.isRegularFile(path)
                    ? " is not a run file, whose name ends in .yaml; name data in a run file as data.path; thalweg"
                        + " recipes --explain prints all settings."
                    : "";
    if (!remedy.isEmpty()) {
      throw new InvalidInputException(path + remedy);
    }
  }

  private static String text(Path path) {
    try {
      return InputFile.text(path);
    } catch (IOException e) {
      throw new InvalidInputException(
          "The run file "
              + path
              + " cannot be read"
              + (Files.exists(path)
                  ? ": " + FileTrouble.reason(e) + "."
                  : "; there is no such file."),
          e);
    }
  }
}
