package io.github.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Epochs that stand for all of a run: every one of up to {@link #MOST}; of more, the first and the
 * last, and of each of some hundred stretches those with the lowest and the highest values, so that
 * a curve through them looks as that through all does, and no best value is lost.
 */
final class ShownEpochs {
  /** Epochs that are all kept. */
  static final int MOST = 4000;

  /** Stretches of a longer run are from half as many to as many. */
  private static final int STRETCHES = 600;

  /** Values whose extremes are kept. */
  private static final List<String> KEYS =
      List.of("train_loss", "test_loss", "test_accuracy", "test_rmse", "gradient_norm");

  /**
   * An epoch.
   *
   * @param values of the keys; NaN where it has none
   */
  private record Entry(JsonNode epoch, double[] values) {
    static Entry of(JsonNode epoch) {
      return new Entry(
          epoch, KEYS.stream().mapToDouble(key -> epoch.path(key).asDouble(Double.NaN)).toArray());
    }
  }

  private final List<List<Entry>> stretches = new ArrayList<>();
  private int width = 1;
  private int count;
  private JsonNode last;

  /** The next epoch. */
  void add(JsonNode epoch) {
    Entry entry = Entry.of(epoch);
    if (count % width == 0) {
      stretches.add(new ArrayList<>(List.of(entry)));
    } else {
      stretches.set(stretches.size() - 1, thinned(with(stretches.getLast(), entry)));
    }
    last = epoch;
    count++;
    if (stretches.size() > (width == 1 ? MOST : STRETCHES)) {
      while (stretches.size() > STRETCHES / 2) {
        halve();
      }
    }
  }

  /** Those that are kept, in their order. */
  List<JsonNode> list() {
    List<JsonNode> shown = new ArrayList<>();
    stretches.forEach(stretch -> stretch.forEach(entry -> shown.add(entry.epoch())));
    if (last != null && shown.getLast() != last) {
      shown.add(last);
    }
    return shown;
  }

  private void halve() {
    List<List<Entry>> wider = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i += 2) {
      List<Entry> both = new ArrayList<>(stretches.get(i));
      if (i + 1 < stretches.size()) {
        both.addAll(stretches.get(i + 1));
      }
      wider.add(thinned(both));
    }
    stretches.clear();
    stretches.addAll(wider);
    width *= 2;
  }

  private static List<Entry> with(List<Entry> stretch, Entry entry) {
    stretch.add(entry);
    return stretch;
  }

  /** The first, and those with an extreme, in their order. */
  private static List<Entry> thinned(List<Entry> stretch) {
    boolean[] kept = new boolean[stretch.size()];
    kept[0] = true;
    for (int key = 0; key < KEYS.size(); key++) {
      int low = 0;
      int high = 0;
      for (int i = 1; i < kept.length; i++) {
        double value = stretch.get(i).values()[key];
        double lowest = stretch.get(low).values()[key];
        double highest = stretch.get(high).values()[key];
        low = value < lowest || Double.isNaN(lowest) ? i : low;
        high = value > highest || Double.isNaN(highest) ? i : high;
      }
      kept[low] = true;
      kept[high] = true;
    }
    List<Entry> thinned = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        thinned.add(stretch.get(i));
      }
    }
    return thinned;
  }
}
