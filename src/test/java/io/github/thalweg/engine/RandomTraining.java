package io.github.thalweg.engine;

import io.github.thalweg.TestSeed;
import io.github.thalweg.check.Subject;
import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.data.TrainAndTest;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * A small training on random numbers. The numbers are others in every run of the tests; a failed
 * assertion names the seed, and {@code -Dthalweg.test.seed} brings it back.
 *
 * @param scale of the features, whose deviation it is
 */
public record RandomTraining(
    int rows,
    int inputs,
    List<Layer> layers,
    Loss loss,
    Optimizer optimizer,
    OptionalDouble clipNorm,
    int batch,
    boolean shuffled,
    double scale) {

  private static final Optimizer SGD = new Optimizer.Sgd(0.1, 0, false, 0);

  /** Full batches in the data's own order, plain gradient descent on the mean squared error. */
  public static RandomTraining of(int rows, int inputs, Layer... layers) {
    return new RandomTraining(
        rows, inputs, List.of(layers), new Loss.Mse(), SGD, OptionalDouble.empty(), rows, false, 1);
  }

  public RandomTraining loss(Loss other) {
    return new RandomTraining(
        rows, inputs, layers, other, optimizer, clipNorm, batch, shuffled, scale);
  }

  public RandomTraining optimizer(Optimizer other) {
    return new RandomTraining(rows, inputs, layers, loss, other, clipNorm, batch, shuffled, scale);
  }

  public RandomTraining clipNorm(double maximum) {
    return new RandomTraining(
        rows, inputs, layers, loss, optimizer, OptionalDouble.of(maximum), batch, shuffled, scale);
  }

  public RandomTraining batches(int size, boolean random) {
    return new RandomTraining(rows, inputs, layers, loss, optimizer, clipNorm, size, random, scale);
  }

  public RandomTraining scale(double deviation) {
    return new RandomTraining(
        rows, inputs, layers, loss, optimizer, clipNorm, batch, shuffled, deviation);
  }

  public TrainingProgram program() {
    return TrainingProgram.of(
        new Training(
            new Model(inputs, layers),
            loss,
            optimizer,
            new Schedule.Constant(0),
            clipNorm,
            new Batches(rows, batch, shuffled, TestSeed.SEED),
            5));
  }

  /** The training with its data and parameters drawn; no test part. */
  public Subject draw() {
    Random random = TestSeed.random();
    return new Subject(program(), TrainAndTest.undivided(data(rows, random)), parameters(random));
  }

  /** The same with a test part of so many rows. */
  public Subject draw(int testRows) {
    Random random = TestSeed.random();
    TrainAndTest parts = new TrainAndTest(data(rows, random), data(testRows, random));
    return new Subject(program(), parts, parameters(random));
  }

  /** Weights and biases with the deviation 1/√fan_in. */
  private float[] parameters(Random random) {
    Model model = new Model(inputs, layers);
    float[] theta = new float[model.parameterCount()];
    model
        .parameters()
        .forEach(parameter -> {
          for (int k = 0; k < parameter.size(); k++) {
            theta[parameter.offset() + k] =
                (float) (random.nextGaussian() / Math.sqrt(parameter.fanIn()));
          }
        });
    return theta;
  }

  private Dataset data(int count, Random random) {
    int outputs =
        ((Dense) layers.reversed().stream().filter(Dense.class::isInstance).findFirst().get())
            .units();
    float[] features = new float[count * inputs];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) (scale * random.nextGaussian());
    }
    float[] targets = new float[count * loss.targetColumns(outputs)];
    for (int i = 0; i < targets.length; i++) {
      targets[i] =
          switch (loss) {
            case Loss.Mse _, Loss.Huber _ -> (float) random.nextGaussian();
            case Loss.BceWithLogits _ ->
                random.nextBoolean() ? random.nextInt(2) : random.nextFloat();
            case Loss.CrossEntropy _ -> random.nextInt(outputs);
          };
    }
    Task task = loss.classIndices() ? new Task.Classification(outputs) : new Task.Regression();
    return new Dataset(count, inputs, features, targets.length / count, targets, task);
  }
}
