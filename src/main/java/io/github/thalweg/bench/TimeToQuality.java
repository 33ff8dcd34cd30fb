package io.github.thalweg.bench;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.Session;
import io.github.thalweg.recipe.DataLoader;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.timing.SteadyTimes;
import io.github.thalweg.timing.UnsteadyException;
import io.github.thalweg.train.PreparedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The training time of a recipe until it is good enough, with several seeds: the rule of MLPerf
 * Training (P. Mattson et al., 2020), where the slowest and the fastest run are dropped and the
 * others averaged. The clock runs from the first step to the end of the evaluation that first
 * reaches the quality; there is an evaluation after every epoch. Reading the data, compiling and
 * bringing the data to the device are not timed: before the first seed, epochs are trained until
 * they are steady.
 *
 * @param recipe a recipe that classifies and has a test part
 * @param accuracy the wanted share of correct test rows, 0 … 1
 * @param mostEpochs after which a seed has failed
 * @param seeds number of seeds, at least 3
 */
public record TimeToQuality(String recipe, double accuracy, int mostEpochs, int seeds) {
  /** The name of this workload on the command line. */
  public static final String KEY = "time-to-quality";

  /** MNIST to 97 % test accuracy, five seeds. */
  public static final TimeToQuality MNIST = new TimeToQuality("mnist", 0.97, 10, 5);

  /**
   * Trains with one seed after the other.
   *
   * @param firstSeed the others are the next numbers
   * @param patience seconds after which epochs must have steady times
   * @param talk receives every finished seed
   * @throws io.github.thalweg.InvalidInputException when the data are missing
   * @throws io.github.thalweg.RunFailedException when the device fails, or epochs have no steady
   *     time
   */
  public TimeToQualityResult run(
      Device device, long firstSeed, double patience, Consumer<String> talk) {
    List<TimeToQualityResult.Seed> runs = new ArrayList<>();
    DeviceInfo info = device.info();
    for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
      PreparedRun run =
          PreparedRun.of(RunFile.read(recipe, List.of("seed=" + seed, "epochs=" + mostEpochs)));
      if (seed == firstSeed) {
        warmUp(run, device, patience);
      }
      TimeToQualityResult.Seed outcome = train(run, device, seed);
      runs.add(outcome);
      info = device.info(run.program()); // The same for every seed.
      talk.accept(outcome.sentence());
    }
    return new TimeToQualityResult(this, info, runs);
  }

  /**
   * Refuses to begin without the data.
   *
   * @throws io.github.thalweg.InvalidInputException when they are missing
   */
  public void requireData() {
    DataLoader.load(RunFile.read(recipe).data());
  }

  private static void warmUp(PreparedRun run, Device device, double patience) {
    int steps = run.program().training().batches().stepsPerEpoch();
    try (Session session = run.open(device)) {
      new SteadyTimes(patience, false)
          .take(
              1,
              () -> {
                long start = System.nanoTime();
                session.train(steps);
                session.evaluate(Session.Part.TEST);
                return (System.nanoTime() - start) / 1e9;
              });
    } catch (UnsteadyException e) {
      throw Benchmark.unsteady(KEY, device.info(), e);
    }
  }

  private TimeToQualityResult.Seed train(PreparedRun run, Device device, long seed) {
    Batches batches = run.program().training().batches();
    try (Session session = run.open(device)) {
      long start = System.nanoTime();
      double best = 0;
      for (int epoch = 1; epoch <= mostEpochs; epoch++) {
        double[] losses = session.train(batches.stepsPerEpoch());
        Evaluation test = session.evaluate(Session.Part.TEST);
        double seconds = (System.nanoTime() - start) / 1e9;
        best = Math.max(best, test.accuracy().orElseThrow());
        boolean finite = Double.isFinite(losses[losses.length - 1]);
        if (best >= accuracy || !finite || epoch == mostEpochs) {
          return new TimeToQualityResult.Seed(
              seed, best >= accuracy && finite, seconds, epoch, best);
        }
      }
      throw new IllegalStateException("There is at least one epoch.");
    }
  }
}
