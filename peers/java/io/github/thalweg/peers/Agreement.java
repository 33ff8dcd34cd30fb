package io.github.thalweg.peers;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whether the peers train what Thalweg trains: their first losses must be those of Thalweg's
 * float64 reference, which Thalweg prints along with its own figures.
 */
final class Agreement {
  /** How far a loss may be from the reference's, relative to it. */
  static final double TOLERANCE = 1e-4;

  /**
   * DJL's Adam adds ε before it corrects the bias of v, and PyTorch's Adam adds it after: the first
   * losses differ by up to this much.
   */
  static final double TOLERANCE_OF_DJL_ADAM = 5e-3;

  /** The tenth loss of the recipe {@code seed}, computed in float64. */
  private static final double TENTH_LOSS_OF_SEED = 0.008475414;

  /**
   * @param step number of the step, from 1
   * @param loss the loss before the step's update
   */
  private record Checked(int step, double loss) {}

  private final Map<String, Checked> reference = new HashMap<>();

  /** A figure that cannot be given; the message is a sentence that says why. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    Missing(String sentence) {
      super(sentence);
    }
  }

  /**
   * Stores Thalweg's reference, compares a peer with it, and accepts any limit.
   *
   * @param figures a line of the participant's process
   */
  void check(Participant participant, String workload, JsonObject figures) throws Missing {
    if (participant == Participant.THALWEG) {
      int step = figures.get("checked_step").getAsInt();
      reference.put(workload, new Checked(step, figures.get("checked_loss").getAsDouble()));
    } else if (participant != Participant.LIMIT) {
      Checked expected = reference.get(workload);
      if (expected == null) {
        throw new Missing(
            participant.title()
                + " gets no figure for "
                + workload
                + ": there is no loss of Thalweg to compare with.");
      }
      JsonArray losses = figures.getAsJsonArray("first_losses");
      double loss = losses.get(expected.step - 1).getAsDouble();
      require(participant, workload, expected, loss, tolerance(participant, workload));
    }
  }

  /** Checks the last loss of a process that trained the recipe {@code seed}. */
  void checkSeed(Participant participant, List<String> lines) throws Missing {
    double loss =
        participant == Participant.THALWEG
            ? lines.stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject().get("train_loss"))
                .filter(Objects::nonNull)
                .mapToDouble(JsonElement::getAsDouble)
                .reduce(Double.NaN, (earlier, later) -> later)
            : lines.stream()
                .mapToDouble(Double::parseDouble)
                .reduce(Double.NaN, (earlier, later) -> later);
    require(participant, "train seed", new Checked(10, TENTH_LOSS_OF_SEED), loss, TOLERANCE);
  }

  private static double tolerance(Participant participant, String workload) {
    boolean adam = Workload.of(workload).optimizer() instanceof Workload.Optimizer.Adam;
    return participant == Participant.DJL && adam ? TOLERANCE_OF_DJL_ADAM : TOLERANCE;
  }

  private static void require(
      Participant participant, String workload, Checked expected, double loss, double tolerance)
      throws Missing {
    if (!(Math.abs(loss - expected.loss) <= tolerance * Math.abs(expected.loss))) {
      throw new Missing(
          participant.title()
              + " gets no figure for "
              + workload
              + ": its loss at step "
              + expected.step
              + " is "
              + loss
              + ", and that of the reference is "
              + expected.loss
              + ", so it trains a different model.");
    }
  }
}
