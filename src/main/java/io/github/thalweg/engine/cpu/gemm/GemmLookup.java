package io.github.thalweg.engine.cpu.gemm;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.nn.Op;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.TrainingProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Finds the best matrix multiplication that this JVM can run: the Vector API, else OpenBLAS, else
 * loops. The system property {@code thalweg.gemm} forces one of them.
 *
 * @param name of the one to use
 * @param source makes it; what it needs is loaded then and not before
 * @param forced whether models that hardly multiply are to use it, too
 * @param refusals why each better one cannot be had, and the remedy
 */
public record GemmLookup(
    String name, Supplier<Gemm> source, boolean forced, List<String> refusals) {
  /** The best first. */
  private static final List<String> NAMES =
      Kernels.keys(List.of(Kernels.VECTOR, Kernels.OPENBLAS, Kernels.LOOPS));

  /**
   * Multiplications in the largest product of a step up to which loops are as good: they start at
   * once, and loading the Vector API takes as long as a short run.
   */
  private static final long FEW = 512;

  /**
   * Seconds of a run up to which OpenBLAS is the better choice however busy the machine is. The
   * Vector API takes a quarter less for a step at best, and nothing less on some machines; what the
   * JVM needs to compile it is six seconds of processor time, which others may have to give.
   */
  private static final double SHORT_RUN = 30;

  /** Seconds that a step takes with OpenBLAS on two cores, besides its multiplications. */
  private static final double STEP = 20e-6;

  /** Seconds for each of them. */
  private static final double MULTIPLICATION = 1 / 70e9;

  private static final Map<Path, Gemm> OPENBLAS = new ConcurrentHashMap<>();

  public static GemmLookup find() {
    String forced = System.getProperty("thalweg.gemm");
    List<String> candidates = forced == null ? NAMES : List.of(forced);
    List<String> refusals = new ArrayList<>();
    for (String name : candidates) {
      Optional<Supplier<Gemm>> source = source(name, refusals);
      if (source.isPresent()) {
        return new GemmLookup(name, source.get(), forced != null, List.copyOf(refusals));
      }
    }
    throw new RunFailedException(
        "The matrix multiplication that -Dthalweg.gemm asks for cannot be had: "
            + refusals.getFirst());
  }

  /**
   * The one that somebody asks for by name.
   *
   * @param kernels one of {@link Kernels#OF_CPU}
   * @throws InvalidInputException when it cannot be had here
   */
  public static GemmLookup of(Kernels kernels) {
    List<String> refusals = new ArrayList<>();
    Supplier<Gemm> source =
        source(kernels.key(), refusals)
            .orElseThrow(() ->
                new InvalidInputException(
                    "The kernels that are asked for cannot be had here, "
                        + refusals.getFirst()
                        + " Take --kernels auto or others of the CPU: "
                        + String.join(", ", Kernels.keys(Kernels.OF_CPU))
                        + "."));
    return new GemmLookup(kernels.key(), source, true, List.of());
  }

  /** What makes a matrix multiplication, if this JVM can run it; else one refusal more. */
  public static Optional<Supplier<Gemm>> source(String name, List<String> refusals) {
    try {
      return Optional.of(
          switch (name) {
            case "vector" -> vector();
            case "openblas" -> openBlas();
            case "loops" -> LoopGemm::new;
            default -> throw InvalidInputException.unknown("a matrix multiplication", name, NAMES);
          });
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException
        | IllegalArgumentException
        | IllegalCallerException
        | UnsupportedOperationException e) {
      refusals.add(name + ": " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  private static Supplier<Gemm> vector() {
    VectorModule.require();
    return () -> {
      VectorModule.load();
      return new VectorGemm();
    };
  }

  /** Whether the library can be loaded is not known before it is; that is done once. */
  private static Supplier<Gemm> openBlas() throws IOException {
    Gemm gemm = OPENBLAS.computeIfAbsent(BundledOpenBlas.unpacked(), OpenBlasGemm::new);
    return () -> gemm;
  }

  public Gemm gemm() {
    return source.get();
  }

  /**
   * A matrix multiplication by name, and what makes it.
   *
   * @param refusals why better ones cannot be had, and the remedy
   */
  public record Choice(String name, Supplier<Gemm> source, List<String> refusals) {}

  /**
   * The matrix multiplication for a program. It depends on nothing but the program, so that a run
   * is the same every time, and so is one that was resumed.
   */
  public Choice choice(TrainingProgram program) {
    if (!forced && largestProduct(program) <= FEW) {
      return new Choice("loops", LoopGemm::new, List.of());
    }
    List<String> all = new ArrayList<>(refusals);
    // What one pass over the batch does for a single layer is compiled soon.
    if (!forced
        && name.equals("vector")
        && SingleLayer.of(program.step()).isEmpty()
        && seconds(program) < SHORT_RUN) {
      Optional<Supplier<Gemm>> library = source("openblas", all);
      if (library.isPresent()) {
        return new Choice("openblas", library.get(), all);
      }
    }
    // OpenBLAS is not so much slower that a program without the flags for better is to be warned.
    return new Choice(name, source, name.equals("openblas") ? List.of() : all);
  }

  /** The matrix multiplication for a forward pass: the one that is there the soonest. */
  public Supplier<Gemm> choice(Inference inference) {
    if (!forced && products(inference.phase(), 1).max().orElse(0) <= FEW) {
      return LoopGemm::new;
    }
    return !forced && name.equals("vector")
        ? source("openblas", new ArrayList<>()).orElse(source)
        : source;
  }

  /** What the run that is planned takes with OpenBLAS. */
  private static double seconds(TrainingProgram program) {
    double steps =
        (double) program.training().epochs() * program.training().batches().stepsPerEpoch();
    return steps * (STEP + MULTIPLICATION * multiplications(program));
  }

  private static long largestProduct(TrainingProgram program) {
    return products(program).max().orElse(0);
  }

  /** Multiplications of a step: each layer's product comes back in two gradients. */
  private static long multiplications(TrainingProgram program) {
    return 3 * products(program).sum();
  }

  private static LongStream products(TrainingProgram program) {
    return products(program.gradient(), program.gradient().capacity());
  }

  /** Multiplications of each product for so many rows. */
  private static LongStream products(Phase phase, int rows) {
    return phase
        .all(Op.Linear.class)
        .mapToLong(linear -> linear.output().elements(rows) * linear.input().columns());
  }
}
