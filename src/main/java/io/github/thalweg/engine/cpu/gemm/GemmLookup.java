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
 * Finds the best matrix multiplication for this JVM: the Vector API, else OpenBLAS, else loops. The
 * system property {@code thalweg.gemm} forces one of them.
 *
 * @param name of the one to use
 * @param source makes it; its libraries are loaded only then
 * @param forced whether models that hardly multiply use it, too
 * @param refusals why each better one is not available, and the remedy
 */
public record GemmLookup(
    String name, Supplier<Gemm> source, boolean forced, List<String> refusals) {
  /** The best first. */
  private static final List<String> NAMES =
      Kernels.keys(List.of(Kernels.VECTOR, Kernels.OPENBLAS, Kernels.LOOPS));

  /**
   * With up to this many multiplications in the largest product of a step, loops are as good: they
   * start at once, and loading the Vector API takes as long as a short run.
   */
  private static final long FEW = 512;

  /**
   * For runs of up to this many seconds, OpenBLAS is the better choice on any machine, busy or not.
   * The Vector API saves a quarter of a step at best, and nothing on some machines. Compiling it
   * takes six seconds of processor time, which other programs may also need.
   */
  private static final double SHORT_RUN = 30;

  /** Seconds of a step with OpenBLAS on two cores, without its multiplications. */
  private static final double STEP = 20e-6;

  /** Seconds for each multiplication. */
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
        "The matrix multiplication of -Dthalweg.gemm is not available: " + refusals.getFirst());
  }

  /**
   * The one with a name.
   *
   * @param kernels one of {@link Kernels#OF_CPU}
   * @throws InvalidInputException when it is not available here
   */
  public static GemmLookup of(Kernels kernels) {
    List<String> refusals = new ArrayList<>();
    Supplier<Gemm> source =
        source(kernels.key(), refusals)
            .orElseThrow(() ->
                new InvalidInputException(
                    "The requested kernels are not available here, "
                        + refusals.getFirst()
                        + " Use --kernels auto or other kernels of the CPU: "
                        + String.join(", ", Kernels.keys(Kernels.OF_CPU))
                        + "."));
    return new GemmLookup(kernels.key(), source, true, List.of());
  }

  /** The factory of a matrix multiplication, if this JVM can run it; else it adds a refusal. */
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

  /** Only loading the library shows whether it can be loaded; that is done once. */
  private static Supplier<Gemm> openBlas() throws IOException {
    Gemm gemm = OPENBLAS.computeIfAbsent(BundledOpenBlas.unpacked(), OpenBlasGemm::new);
    return () -> gemm;
  }

  public Gemm gemm() {
    return source.get();
  }

  /**
   * A matrix multiplication by name, with its factory.
   *
   * @param refusals why better ones are not available, and the remedy
   */
  public record Choice(String name, Supplier<Gemm> source, List<String> refusals) {}

  /**
   * The matrix multiplication for a program. It depends only on the program, so a run is the same
   * every time, also after a resume.
   */
  public Choice choice(TrainingProgram program) {
    if (!forced && largestProduct(program) <= FEW) {
      return new Choice("loops", LoopGemm::new, List.of());
    }
    List<String> all = new ArrayList<>(refusals);
    // The code of one pass over the batch for a single layer is compiled soon.
    if (!forced
        && name.equals("vector")
        && SingleLayer.of(program.step()).isEmpty()
        && seconds(program) < SHORT_RUN) {
      Optional<Supplier<Gemm>> library = source("openblas", all);
      if (library.isPresent()) {
        return new Choice("openblas", library.get(), all);
      }
    }
    // OpenBLAS is only a little slower, so a program without the flags for a better one gets no
    // warning.
    return new Choice(name, source, name.equals("openblas") ? List.of() : all);
  }

  /** The matrix multiplication for a forward pass: the one that starts fastest. */
  public Supplier<Gemm> choice(Inference inference) {
    if (!forced && products(inference.phase(), 1).max().orElse(0) <= FEW) {
      return LoopGemm::new;
    }
    return !forced && name.equals("vector")
        ? source("openblas", new ArrayList<>()).orElse(source)
        : source;
  }

  /** Seconds of the planned run with OpenBLAS. */
  private static double seconds(TrainingProgram program) {
    double steps =
        (double) program.training().epochs() * program.training().batches().stepsPerEpoch();
    return steps * (STEP + MULTIPLICATION * multiplications(program));
  }

  private static long largestProduct(TrainingProgram program) {
    return products(program).max().orElse(0);
  }

  /** Multiplications of a step: each layer's product occurs again in two gradients. */
  private static long multiplications(TrainingProgram program) {
    return 3 * products(program).sum();
  }

  private static LongStream products(TrainingProgram program) {
    return products(program.gradient(), program.gradient().capacity());
  }

  /** Multiplications of each product for some rows. */
  private static LongStream products(Phase phase, int rows) {
    return phase
        .all(Op.Linear.class)
        .mapToLong(linear -> linear.output().elements(rows) * linear.input().columns());
  }
}
