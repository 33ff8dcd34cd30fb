package io.github.thalweg.cli;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads damaged files of every format, thousands a second. Each must be read, or refused with a
 * sentence; all else is a failure: any other exception, a sentence in Java's words, or a reader
 * that does not come to an end. An input follows from the seed and its number alone.
 */
final class Fuzz {
  /** What no sentence for people has in it. */
  private static final Pattern OF_JAVA =
      Pattern.compile("Exception|tools\\.jackson|java\\.(lang|util)|snakeyaml|\\bnull node\\b");

  /** Far more than any reader takes on a busy machine. */
  private static final long SLOWEST_SECONDS = 60;

  /**
   * What was found.
   *
   * @param sentence with the format, the seed, the number of the input, and the file that has it
   */
  record Failure(String sentence, Path input) {}

  private final List<FuzzedFormats.Format> formats;
  private final long seed;
  private final Path kept;
  private volatile long number;
  private volatile FuzzedFormats.Format format;
  private volatile byte[] input = new byte[0];
  private volatile long begun = System.nanoTime();

  private Fuzz(List<FuzzedFormats.Format> formats, long seed, Path kept) {
    this.formats = formats;
    this.seed = seed;
    this.kept = kept;
  }

  /** Starts it: {@code SECONDS SEED FOLDER}; a failing input is kept in the folder. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long seed = Long.parseLong(arguments[1]);
    Path kept = Files.createDirectories(Path.of(arguments[2]));
    Result result = run(Double.parseDouble(arguments[0]), seed, kept);
    System.out.println(result.sentence());
    System.exit(result.failure().isPresent() ? 1 : 0);
  }

  /** What a while of reading came to. */
  record Result(long inputs, long seed, Optional<Failure> failure) {
    String sentence() {
      return failure
          .map(Failure::sentence)
          .orElse("%,d inputs from seed %d, and each was read or refused.".formatted(inputs, seed));
    }
  }

  /**
   * Reads for a while, or until something fails.
   *
   * @param kept where a failing input is put
   */
  static Result run(double seconds, long seed, Path kept) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("thalweg-fuzz");
    try {
      Fuzz fuzz = new Fuzz(FuzzedFormats.in(folder), seed, kept);
      Optional<Failure>[] found = newArray();
      long end = System.nanoTime() + (long) (seconds * 1e9);
      Thread reader = new Thread(() -> found[0] = fuzz.untilFailure(end), "fuzz");
      reader.setDaemon(true);
      reader.start();
      while (reader.isAlive()) {
        reader.join(100);
        if (System.nanoTime() - fuzz.begun > SLOWEST_SECONDS * 1_000_000_000L) {
          return new Result(
              fuzz.number,
              seed,
              Optional.of(fuzz.failure("it takes more than " + SLOWEST_SECONDS + " s")));
        }
      }
      return new Result(fuzz.number, seed, found[0]);
    } finally {
      delete(folder);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // No array is made of a type with a type in it.
  private static Optional<Failure>[] newArray() {
    return new Optional[] {Optional.empty()};
  }

  private Optional<Failure> untilFailure(long end) {
    FuzzedFormats.Format damaged = formats.getFirst();
    for (long next = 0; System.nanoTime() < end; next++) {
      number = next;
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
      format = formats.get(random.nextInt(formats.size()));
      if (random.nextInt(format.every()) > 0) {
        continue;
      }
      restoreIfOther(damaged, format);
      damaged = format;
      byte[] whole = format.seeds().get(random.nextInt(format.seeds().size()));
      input = format.damage().to(new Mutations(random), whole);
      begun = System.nanoTime();
      Optional<String> wrong = wrong();
      if (wrong.isPresent()) {
        return Optional.of(failure(wrong.get()));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with how an input is read. */
  private Optional<String> wrong() {
    try {
      put(format.file(), input);
      format.reader().run();
      return Optional.empty();
    } catch (InvalidInputException | RunFailedException refusal) {
      String sentence = String.valueOf(refusal.getMessage());
      return sentence.isBlank() || OF_JAVA.matcher(sentence).find()
          ? Optional.of("it is refused with: " + sentence)
          : Optional.empty();
    } catch (Throwable failure) { // Whatever it is, it is not ours.
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      return Optional.of(trace.toString().lines().limit(25).reduce("", (a, b) -> a + "\n" + b));
    }
  }

  /** All files but one are whole. */
  private static void restoreIfOther(FuzzedFormats.Format damaged, FuzzedFormats.Format next) {
    if (!damaged.file().equals(next.file())) {
      put(damaged.file(), damaged.seeds().getFirst());
    }
  }

  /** In a new file: some file systems take long to make one shorter. */
  private static void put(Path file, byte[] content) {
    try {
      Files.deleteIfExists(file);
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Failure failure(String what) {
    String name = format.name().replaceAll("\\W+", "-");
    Path file = kept.resolve("fuzz-" + name + "-" + seed + "-" + number);
    try {
      Files.write(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Failure(
        "A damaged file (%s) is read otherwise than it should be: seed %d, input %d, kept as %s: %s"
            .formatted(format.name(), seed, number, file, what),
        file);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
