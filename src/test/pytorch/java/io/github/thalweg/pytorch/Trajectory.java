package io.github.thalweg.pytorch;

import static org.bytedeco.pytorch.global.torch.clip_grad_norm_;

import java.util.Map;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Tensor;

/**
 * What one run of PyTorch's training loop left behind.
 *
 * @param losses one an epoch, each before the epoch's update
 * @param learningRates one an epoch, as its update used them
 * @param clippedEpochs in how many epochs the gradient was longer than the case's {@code clip_norm}
 * @param lastGradient of the last epoch, after clipping, without weight decay
 * @param finalParameters after the last update
 */
record Trajectory(
    double[] losses, double[] learningRates, int clippedEpochs, Map<String, double[]> lastGradient, Map<String, double[]> finalParameters) {

  /** Trains on the whole data set at once: an epoch is one step. */
  static Trajectory train(Case run, Examples examples, Map<String, double[]> initialParameters) {
    Network network = new Network(run);
    network.set(initialParameters);
    Optimizer optimizer = Optimizers.of(Block.of(run.optimizer()), network.parameterTensors());
    IntConsumer schedule = Schedules.of(Block.of(run.schedule()), optimizer, run.epochs());

    double[] losses = new double[run.epochs()];
    double[] learningRates = new double[run.epochs()];
    int clippedEpochs = 0;
    Map<String, double[]> gradient = Map.of();
    for (int epoch = 0; epoch < run.epochs(); epoch++) {
      try (PointerScope scope = new PointerScope()) {
        schedule.accept(epoch);
        learningRates[epoch] = Schedules.learningRate(optimizer);
        optimizer.zero_grad();
        Tensor loss = network.loss(examples);
        loss.backward();
        losses[epoch] = loss.item_double();
        if (run.clipNorm() != null && clip_grad_norm_(network.parameterTensors(), run.clipNorm()) > run.clipNorm()) {
          clippedEpochs++;
        }
        gradient = network.gradient();
        optimizer.step();
      }
    }
    return new Trajectory(losses, learningRates, clippedEpochs, gradient, network.parameters());
  }
}
