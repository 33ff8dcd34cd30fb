package io.github.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Epochs that represent a whole run: all of them, up to {@link #MOST}. Of more, the first, the
 * last, and those with the lowest and highest values of each of a few hundred stretches. So a curve
 * through them looks like the curve through all, and no best value is lost.
 */
final class ShownEpochs {
  /** Epochs that are all kept. */
  static final int MOST = 4000;

  /** Stretches of a longer run are from half as many to as many. */
  private static final int STRETCHES = 600;

  /** Values whose extremes are kept: the first ones of a line. */
  private static final int KEYS = 5;

  private final List<List<MetricLine>> stretches = new ArrayList<>();
  private int width = 1;
  private int count;
  private MetricLine last;

  /** The next epoch. */
  void add(MetricLine epoch) {
    if (count % width == 0) {
      stretches.add(new ArrayList<>(List.of(epoch)));
    } else {
      stretches.set(stretches.size() - 1, thinned(with(stretches.getLast(), epoch)));
    }
    last = epoch;
    count++;
    if (stretches.size() > (width == 1 ? MOST : STRETCHES)) {
      while (stretches.size() > STRETCHES / 2) {
        halve();
      }
    }
  }

  /** The kept epochs, in their order. */
  List<JsonNode> list() {
    List<MetricLine> shown = new ArrayList<>();
    stretches.forEach(shown::addAll);
    if (last != null && !shown.getLast().equals(last)) {
      shown.add(last);
    }
    return shown.stream().flatMap(line -> line.json().stream()).toList();
  }

  private void halve() {
    List<List<MetricLine>> wider = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i += 2) {
      List<MetricLine> both = new ArrayList<>(stretches.get(i));
      if (i + 1 < stretches.size()) {
        both.addAll(stretches.get(i + 1));
      }
      wider.add(thinned(both));
    }
    stretches.clear();
    stretches.addAll(wider);
    width *= 2;
  }

  private static List<MetricLine> with(List<MetricLine> stretch, MetricLine epoch) {
    stretch.add(epoch);
    return stretch;
  }

  /** The first, and those with an extreme, in their order. */
  private static List<MetricLine> thinned(List<MetricLine> stretch) {
    boolean[] kept = new boolean[stretch.size()];
    kept[0] = true;
    for (int key = 0; key < KEYS; key++) {
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
    List<MetricLine> thinned = new ArrayList<>();
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        thinned.add(stretch.get(i));
      }
    }
    return thinned;
  }
}
