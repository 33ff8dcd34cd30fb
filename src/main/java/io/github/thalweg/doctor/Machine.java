package io.github.thalweg.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The machine for a diagnosis.
 *
 * @param root the root of the file system
 * @param environment the environment variables
 * @param sdk TornadoVM's SDK, if the launcher found one
 * @param refused why there is none, or why an installed one is not used, if the launcher knows
 * @param bundle the folder of the bundle, if this runs from one
 * @param modules whether the Java runtime has a module
 * @param libraries the dynamic linker
 */
record Machine(
    Path root,
    Map<String, String> environment,
    Optional<Path> sdk,
    Optional<String> refused,
    Optional<Path> bundle,
    Predicate<String> modules,
    SharedLibraries libraries) {
  /** Backends of the TornadoVM SDK: {@code opencl}, {@code ptx}, {@code cuda}, …. */
  List<String> backends() {
    // tornado.backends=opencl-backend,ptx-backend
    return sdk.map(home -> lines(home.resolve("etc/tornado.backend"))).orElse(List.of()).stream()
        .filter(line -> line.startsWith("tornado.backends="))
        .flatMap(line -> Arrays.stream(line.substring(line.indexOf('=') + 1).split(",", -1)))
        .map(backend -> backend.strip().replace("-backend", ""))
        .filter(backend -> !backend.isEmpty())
        .toList();
  }

  /** An absolute path of this machine. */
  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  /** The files of a folder with this ending, in order; none if there is no such folder. */
  List<Path> files(Path folder, String suffix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException _) {
      return List.of(); // This user cannot read it, so the drivers cannot, either.
    }
  }

  /** The lines of a small text file, stripped; none if it cannot be read. */
  List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
    } catch (IOException | UncheckedIOException _) {
      return List.of();
    }
  }

  /** A program on the PATH. */
  Optional<Path> program(String name) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> at(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
