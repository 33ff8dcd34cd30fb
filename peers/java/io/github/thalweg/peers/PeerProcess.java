package io.github.thalweg.peers;

import com.google.gson.Gson;
import io.github.thalweg.peers.Framework.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A framework's process. {@code [--quick] WORKLOAD…} times the workloads and prints one JSON object
 * for each on a line. The object has the losses of the first steps, to check that the same model
 * was trained. {@code --train-seed} runs the ten steps of Thalweg's recipe {@code seed} and prints
 * their losses.
 */
final class PeerProcess {
  private static final int FIRST_STEPS = 10;

  private final Framework framework;
  private final Workload workload;
  private final Training training;
  private long step;

  private PeerProcess(Framework framework, Workload workload, Training training) {
    this.framework = framework;
    this.workload = workload;
    this.training = training;
  }

  static void run(Framework framework, String[] arguments) {
    List<String> names = new ArrayList<>(List.of(arguments));
    if (names.remove("--train-seed")) {
      trainSeed(framework);
      return;
    }
    Sampling sampling = Sampling.of(names.remove("--quick"));
    for (String name : names) {
      Workload workload = Workload.of(name);
      try (Training training = framework.start(workload)) {
        new PeerProcess(framework, workload, training).time(sampling);
      }
    }
  }

  private static void trainSeed(Framework framework) {
    try (Training training = framework.start(Workload.LINEAR_TINY)) {
      for (int epoch = 0; epoch < FIRST_STEPS; epoch++) {
        System.out.println(training.step(0, true));
      }
    }
  }

  private void time(Sampling sampling) {
    double[] firstLosses = new double[FIRST_STEPS];
    for (int i = 0; i < FIRST_STEPS; i++) {
      firstLosses[i] = training.step(nextRow(), true);
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("workload", workload.name());
    line.put("version", framework.version());
    sampling.medianStepMicros(this::train).ifPresent(micros -> line.put("median_step_us", micros));
    line.put("first_losses", firstLosses);
    System.out.println(new Gson().toJson(line));
  }

  /** Reads the loss once for each epoch, at its end; a full batch is an epoch. */
  private void train(int steps) {
    for (int i = 0; i < steps; i++) {
      int row = nextRow();
      training.step(row, row + workload.batch() == workload.rows());
    }
  }

  private int nextRow() {
    return (int) (step++ % workload.stepsPerEpoch()) * workload.batch();
  }
}
