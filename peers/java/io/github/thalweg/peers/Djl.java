package io.github.thalweg.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/** PyTorch in the Deep Java Library (DJL), with DJL's trainer, losses and optimizers. */
final class Djl implements Framework {
  /** The system property {@code ai.djl.pytorch.num_threads} sets the number of threads. */
  public static void main(String[] arguments) {
    PeerProcess.run(new Djl(), arguments);
  }

  @Override
  public String version() {
    return "PyTorch "
        + Engine.getEngine("PyTorch").getVersion()
        + ", DJL "
        + Engine.getDjlVersion();
  }

  @Override
  public Training start(Workload workload) {
    return new DjlTraining(workload);
  }

  private static final class DjlTraining implements Training {
    private final Workload workload;
    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final NDArray features;
    private final NDArray targets;
    private final Model model = Model.newInstance("peer");
    private final Trainer trainer;
    private final Loss loss;

    DjlTraining(Workload workload) {
      this.workload = workload;
      features =
          manager.create(
              workload.data().features(workload), new Shape(workload.rows(), workload.inputs()));
      targets =
          manager.create(
              workload.data().targets(workload),
              workload.regression()
                  ? new Shape(workload.rows(), workload.outputs())
                  : new Shape(workload.rows()));
      // DJL's L2 loss halves the mean of the squares by default; the weight 1 changes this.
      loss = workload.regression() ? Loss.l2Loss("mse", 1) : Loss.softmaxCrossEntropyLoss();
      model.setBlock(network(workload));
      trainer =
          model.newTrainer(
              new DefaultTrainingConfig(loss)
                  .optOptimizer(optimizer(workload.optimizer()))
                  .optDevices(new Device[] {Device.cpu()}));
      trainer.initialize(new Shape(workload.batch(), workload.inputs()));
    }

    private static Block network(Workload workload) {
      SequentialBlock network = new SequentialBlock();
      for (int layer = 0; layer < workload.layers(); layer++) {
        if (layer > 0) {
          network.add(Activation.reluBlock());
        }
        network.add(linear(workload.widths().get(layer + 1), Data.weights(workload, layer)));
      }
      return network;
    }

    private static Linear linear(int units, float[] weights) {
      Linear linear = Linear.builder().setUnits(units).build();
      linear.setInitializer(
          (manager, shape, type) -> manager.create(weights, shape), Parameter.Type.WEIGHT);
      linear.setInitializer(Initializer.ZEROS, Parameter.Type.BIAS);
      return linear;
    }

    private static Optimizer optimizer(Workload.Optimizer optimizer) {
      return switch (optimizer) {
        case Workload.Optimizer.Sgd sgd ->
            Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed(sgd.learningRate()))
                .optMomentum(sgd.momentum())
                .build();
        case Workload.Optimizer.Adam adam ->
            Optimizer.adam().optLearningRateTracker(Tracker.fixed(adam.learningRate())).build();
      };
    }

    /** The arrays of a step belong to a separate manager, which frees them at the end. */
    @Override
    public double step(int firstRow, boolean readLoss) {
      try (NDManager temporary = manager.newSubManager()) {
        if (workload.batch() == workload.rows()) {
          features.tempAttach(temporary);
          targets.tempAttach(temporary);
          return step(features, targets, readLoss);
        }
        NDIndex rows = new NDIndex().addSliceDim(firstRow, firstRow + workload.batch());
        NDArray x = features.get(rows);
        NDArray t = targets.get(rows);
        x.attach(temporary);
        t.attach(temporary);
        return step(x, t, readLoss);
      }
    }

    private double step(NDArray x, NDArray t, boolean readLoss) {
      double value = Double.NaN;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray l = loss.evaluate(new NDList(t), trainer.forward(new NDList(x)));
        collector.backward(l);
        if (readLoss) {
          value = l.getFloat();
        }
      }
      trainer.step();
      return value;
    }

    @Override
    public void close() {
      trainer.close();
      model.close();
      manager.close();
    }
  }
}
