package io.github.thalweg.train;

import io.github.thalweg.data.Collapse;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.engine.DeviceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sentences about probable mistakes in a run's model and data; they do not stop a run. */
final class Remarks {
  /** More columns are not named in a sentence. */
  private static final int LISTED = 5;

  private static final String OUTLIERS =
      "a few values are far from the others: correct or remove their rows, or use --device reference, which"
          + " computes in float64";

  private Remarks() {}

  static List<String> of(PreparedRun run, DeviceInfo device) {
    List<String> remarks = new ArrayList<>(run.startRemarks());
    int outputs = run.program().training().model().outputs();
    if (run.recipe().loss().classIndices()
        && run.data().train().task() instanceof Task.Classification task
        && task.classes() < outputs) {
      remarks.add(
          "The last layer has "
              + outputs
              + " units for "
              + task.classes()
              + " classes; no row will ever belong to the other units.");
    }
    remarks.addAll(SettingRemarks.of(run));
    remarks.addAll(AbsentClasses.of(run));
    List<String> collapses = device.engine().equals("reference") ? List.of() : collapses(run);
    if (collapses.isEmpty()) {
      // Scaling is the remedy here, too.
      FeatureRemarks.ofSizes(run).ifPresent(remarks::add);
    }
    FeatureRemarks.ofIdentifiers(run).ifPresent(remarks::add);
    FeatureRemarks.ofConstants(run).ifPresent(remarks::add);
    remarks.addAll(collapses);
    return remarks;
  }

  private static List<String> collapses(PreparedRun run) {
    Dataset train = run.data().train();
    List<String> sentences = new ArrayList<>();
    sentences.addAll(
        collapses(
            "column",
            Collapse.ofFeatures(train),
            train.featureNames(),
            run.standardization().isEmpty()
                ? "write data.standardize: true, which scales them before that, or subtract a number from them all"
                : "subtract a number from them all"));
    sentences.addAll(
        collapses(
            "target",
            Collapse.ofTargets(train),
            run.targetNames(),
            "subtract a number from them all, and add it to what is predicted"));
    return sentences;
  }

  private static List<String> collapses(
      String what, List<Collapse> collapses, List<String> names, String remedy) {
    List<String> sentences = new ArrayList<>();
    for (Collapse collapse : collapses.subList(0, Math.min(LISTED, collapses.size()))) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "The %,d different values of %s '%s' are %,d in float32, in which the device computes; %s.",
              collapse.distinct(),
              what,
              names.get(collapse.column()),
              collapse.left(),
              collapse.outliers() ? OUTLIERS : remedy));
    }
    if (collapses.size() > LISTED) {
      sentences.add("The same is true for " + (collapses.size() - LISTED) + " more, too.");
    }
    return sentences;
  }
}
