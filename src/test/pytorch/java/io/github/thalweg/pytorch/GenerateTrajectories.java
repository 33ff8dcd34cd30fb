package io.github.thalweg.pytorch;

import static org.bytedeco.pytorch.global.torch.TORCH_VERSION;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.type.TypeReference;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.DefaultPrettyPrinter.NopIndenter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Trains every case of {@code cases.yaml} with PyTorch in float64 and writes what happened as JSON: {@code GenerateTrajectories
 * CASES.yaml TRAJECTORIES.json}.
 */
final class GenerateTrajectories {
  /** Relative size of the nudge that {@link #amplification} gives to the initial parameters. */
  private static final double NUDGE = 1e-13;

  /** A run that makes more than this of a rounding error would test luck, not agreement. */
  private static final double LARGEST_AMPLIFICATION = 100;

  private GenerateTrajectories() {}

  public static void main(String[] arguments) throws Exception {
    set_num_threads(1); // one order of summation, so the same file every time
    YAMLMapper yaml = YAMLMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    List<Case> cases = yaml.readValue(Path.of(arguments[0]).toFile(), new TypeReference<List<Case>>() {});
    List<Object> results = new ArrayList<>();
    for (Case run : cases) {
      try (PointerScope scope = new PointerScope()) {
        results.add(result(run));
      }
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("provenance", provenance());
    file.put("cases", results);
    PrettyPrinter arraysOnOneLine = new DefaultPrettyPrinter().withArrayIndenter(NopIndenter.instance());
    Files.writeString(Path.of(arguments[1]), JsonMapper.shared().writer().with(arraysOnOneLine).writeValueAsString(file) + "\n");
    System.out.printf("%d cases in %s%n", cases.size(), arguments[1]);
  }

  private static Map<String, Object> provenance() {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("libtorch", TORCH_VERSION);
    provenance.put("jar", "org.bytedeco:pytorch");
    provenance.put("precision", "float64");
    provenance.put("command", "src/test/pytorch/generate");
    return provenance;
  }

  private static Map<String, Object> result(Case asWritten) {
    if (asWritten.expectedLosses() != null) {
      checkExpectedLosses(asWritten);
    }
    Case run = asWritten.inFloat32();
    manual_seed(run.seed());
    Examples examples = Examples.of(run);
    Map<String, double[]> initial = run.initialParameters() == null ? new Network(run).parameters() : run.initialParameters();
    Trajectory trajectory = Trajectory.train(run, examples, initial);
    check(run, trajectory, amplification(run, examples, initial, trajectory.losses()));

    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", run.name());
    result.put("rows", run.data().rows());
    result.put("columns", run.data().columns());
    result.put("features", Network.values(examples.features()));
    result.put("targets", Block.of(run.loss()).is("cross_entropy") ? classes(examples.targets()) : Network.values(examples.targets()));
    result.put("model", run.model());
    result.put("loss", run.loss());
    result.put("optimizer", run.optimizer());
    result.put("schedule", run.schedule());
    result.put("clip_norm", run.clipNorm());
    result.put("epochs", run.epochs());
    result.put("initial_parameters", initial);
    result.put("losses", trajectory.losses());
    result.put("learning_rates", trajectory.learningRates());
    result.put("clipped_epochs", trajectory.clippedEpochs());
    result.put("last_gradient", trajectory.lastGradient());
    result.put("final_parameters", trajectory.finalParameters());
    return result;
  }

  private static long[] classes(Tensor indices) {
    long[] classes = new long[(int) indices.numel()];
    new LongPointer(indices.data_ptr()).get(classes);
    return classes;
  }

  /** Largest relative change of a loss, in units of the relative change that every initial parameter was given at random. */
  private static double amplification(Case run, Examples examples, Map<String, double[]> initial, double[] losses) {
    SplittableRandom random = new SplittableRandom(0);
    Map<String, double[]> nudged = new LinkedHashMap<>();
    initial.forEach(
        (name, values) ->
            nudged.put(name, DoubleStream.of(values).map(value -> value * (1 + (random.nextBoolean() ? NUDGE : -NUDGE))).toArray()));
    double[] others = Trajectory.train(run, examples, nudged).losses();
    double largest = 0;
    for (int epoch = 0; epoch < losses.length; epoch++) {
      largest = Math.max(largest, Math.abs(others[epoch] - losses[epoch]) / Math.abs(losses[epoch]));
    }
    return largest / NUDGE;
  }

  /** With the decimals as written, PyTorch has to print the losses that the case expects. */
  private static void checkExpectedLosses(Case run) {
    double[] losses = Trajectory.train(run, Examples.of(run), run.initialParameters()).losses();
    for (int epoch = 0; epoch < losses.length; epoch++) {
      if (Math.abs(losses[epoch] - run.expectedLosses()[epoch]) > 0.5e-9) {
        throw new IllegalStateException(
            "Loss " + epoch + " of '" + run.name() + "' is " + losses[epoch] + " instead of " + run.expectedLosses()[epoch] + ".");
      }
    }
  }

  private static void check(Case run, Trajectory trajectory, double amplification) {
    double first = trajectory.losses()[0], last = trajectory.losses()[run.epochs() - 1];
    System.out.printf("%-52s loss %.6f -> %.6f, clipped %d/%d, amplification %.3g%n",
        run.name(), first, last, trajectory.clippedEpochs(), run.epochs(), amplification);
    if (!(last < first)) {
      throw new IllegalStateException("The loss of '" + run.name() + "' does not fall: " + first + " at first, " + last + " at last.");
    }
    if (!(amplification < LARGEST_AMPLIFICATION)) {
      throw new IllegalStateException("'" + run.name() + "' magnifies rounding errors " + amplification + " times; choose tamer settings.");
    }
  }
}
