package io.github.thalweg.doctor;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A dynamic linker that finds what a test says, and answers what it says. */
final class FakeLibraries implements SharedLibraries {
  private final Map<String, Path> files = new HashMap<>();
  private final Map<String, Integer> results = new HashMap<>();
  private final Map<String, int[]> outputs = new HashMap<>();

  FakeLibraries with(String library, String file) {
    files.put(library, Path.of(file));
    return this;
  }

  FakeLibraries returning(String function, int result) {
    results.put(function, result);
    return this;
  }

  FakeLibraries writing(String function, int... output) {
    outputs.put(function, output);
    return this;
  }

  @Override
  public Opened open(String library) {
    return files.containsKey(library)
        ? new Opened.Loaded(files.get(library))
        : new Opened.Refused(library + ": no such file");
  }

  @Override
  public OptionalInt call(String library, String function, int argument) {
    return results.containsKey(function)
        ? OptionalInt.of(results.get(function))
        : OptionalInt.empty();
  }

  @Override
  public Optional<int[]> read(String library, String function, int count) {
    return Optional.ofNullable(outputs.get(function)).filter(output -> output.length == count);
  }
}
