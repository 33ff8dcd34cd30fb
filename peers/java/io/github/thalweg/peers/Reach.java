package io.github.thalweg.peers;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The goal of Thalweg on a workload, on two cores of a server of 2023, and its unit.
 *
 * @param unit unit in the table
 * @param atMost greatest time in this unit, or infinity
 * @param ofLimit least share of the machine's limit, the limit's time divided by Thalweg's, or 0
 */
record Reach(Unit unit, double atMost, double ofLimit) {
  static final String TRAIN_SEED = "train-seed";

  private static final Map<String, Reach> OF_WORKLOAD =
      Map.of(
          "linear-tiny",
          new Reach(Unit.MICROS_A_STEP, 0.3, 0),
          "linear-full",
          new Reach(Unit.MILLIS_A_STEP, Double.POSITIVE_INFINITY, 0.95),
          "linear-minibatch",
          new Reach(Unit.MILLIS_AN_EPOCH, 16, 0),
          "softmax",
          new Reach(Unit.MILLIS_AN_EPOCH, 50, 0),
          "mlp-small",
          new Reach(Unit.MILLIS_AN_EPOCH, 200, 0),
          "mlp-wide",
          new Reach(Unit.MILLIS_A_STEP, 15.5, 0.9),
          TRAIN_SEED,
          new Reach(Unit.MILLIS_A_PROCESS, 350, 0));

  private static final Reach ANYTHING = new Reach(Unit.MICROS_A_STEP, Double.POSITIVE_INFINITY, 0);

  enum Unit {
    MICROS_A_STEP("µs/step"),
    MILLIS_A_STEP("ms/step"),
    MILLIS_AN_EPOCH("ms/epoch"),
    MILLIS_A_PROCESS("ms");

    private final String title;

    Unit(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    /**
     * @param micros time of a step, or of the whole process
     */
    double of(String workload, double micros) {
      return switch (this) {
        case MICROS_A_STEP -> micros;
        case MILLIS_A_STEP, MILLIS_A_PROCESS -> micros / 1000;
        case MILLIS_AN_EPOCH -> micros * Workload.of(workload).stepsPerEpoch() / 1000;
      };
    }
  }

  /** Shapes have no goal here. */
  static Reach of(String workload) {
    return OF_WORKLOAD.getOrDefault(workload, ANYTHING);
  }

  /** {@code ≤ 15.5, ≥ 90 % of limit}; empty if there is no goal. */
  String sentence() {
    String time = Double.isInfinite(atMost) ? "" : "≤ " + plain(atMost);
    String share =
        ofLimit == 0 ? "" : String.format(Locale.ROOT, "≥ %.0f %% of limit", ofLimit * 100);
    return time.isEmpty() || share.isEmpty() ? time + share : time + ", " + share;
  }

  /** {@code reached}, {@code not reached}, or empty if there is no goal. */
  String mark(double time, OptionalDouble share) {
    if (sentence().isEmpty() || (ofLimit > 0 && share.isEmpty())) {
      return "";
    }
    return time <= atMost && share.orElse(0) >= ofLimit ? "reached" : "not reached";
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
