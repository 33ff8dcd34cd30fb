package io.github.thalweg.train;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Split;
import io.github.thalweg.data.Task;
import io.github.thalweg.nn.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Classes without a row in a part of the data, also because of the split. */
final class AbsentClasses {
  /** More of them are only counted. */
  private static final int LISTED = 10;

  private final Dataset train;
  private final Optional<Dataset> test;
  private final String remedy;
  private final List<String> nowhere = new ArrayList<>();
  private final List<String> notInTrain = new ArrayList<>();
  private final List<String> notInTest = new ArrayList<>();

  private AbsentClasses(PreparedRun run) {
    this.train = run.data().train();
    this.test = run.data().test();
    this.remedy = run.recipe().data().split().map(AbsentClasses::remedy).orElse(".");
  }

  /** Sentences about them, for a loss with classes. */
  static List<String> of(PreparedRun run) {
    AbsentClasses absent = new AbsentClasses(run);
    Loss loss = run.recipe().loss();
    if (loss.classIndices()) {
      absent.look(0, classes(run), "");
    } else if (loss.classifies()) {
      List<String> targets = run.targetNames();
      List<String> names = Task.Classification.names(names(run), 2);
      for (int column = 0; column < targets.size(); column++) {
        if (absent.isOfZerosAndOnes(column)) {
          absent.look(column, names, targets.size() == 1 ? "" : " of " + targets.get(column));
        }
      }
    }
    return absent.sentences();
  }

  /** Names of the classes, if the data names them. */
  private static List<String> names(PreparedRun run) {
    return run.data().train().task() instanceof Task.Classification classification
        ? classification.classNames()
        : List.of();
  }

  /** Names of the classes; for the whole numbers of a regression, the numbers. */
  private static List<String> classes(PreparedRun run) {
    List<String> names = names(run);
    return names.isEmpty()
        ? Task.Classification.names(names, run.program().training().model().outputs())
        : names;
  }

  private boolean isOfZerosAndOnes(int column) {
    return isOfZerosAndOnes(train, column)
        && test.map(part -> isOfZerosAndOnes(part, column)).orElse(true);
  }

  private static boolean isOfZerosAndOnes(Dataset data, int column) {
    return IntStream.range(0, data.rows())
        .mapToDouble(row -> data.target(row, column))
        .allMatch(target -> target == 0 || target == 1);
  }

  /** Finds the classes that a target column should have. */
  private void look(int column, List<String> classes, String ofTarget) {
    boolean[] inTrain = present(train, column, classes.size());
    boolean[] inTest = test.map(part -> present(part, column, classes.size())).orElse(inTrain);
    for (int k = 0; k < classes.size(); k++) {
      String name = "'" + classes.get(k) + "'" + ofTarget;
      if (!inTrain[k] && !inTest[k]) {
        nowhere.add(name);
      } else if (!inTrain[k]) {
        notInTrain.add(name);
      } else if (!inTest[k]) {
        notInTest.add(name);
      }
    }
  }

  private static boolean[] present(Dataset data, int column, int classes) {
    boolean[] present = new boolean[classes];
    for (int row = 0; row < data.rows(); row++) {
      present[(int) data.target(row, column)] = true;
    }
    return present;
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (!nowhere.isEmpty()) {
      sentences.add(
          "No row of the data is of " + named(nowhere) + ", so these rows say nothing about it.");
    }
    if (!notInTrain.isEmpty()) {
      sentences.add(
          "The training part has no row of "
              + named(notInTrain)
              + ", but the test part has, so the model cannot learn it"
              + remedy);
    }
    if (!notInTest.isEmpty()) {
      sentences.add(
          "The test part has no row of "
              + named(notInTest)
              + ", so a measurement on it says nothing about that"
              + remedy);
    }
    return sentences;
  }

  private static String named(List<String> classes) {
    return (classes.size() == 1 ? "class " : "classes ")
        + classes.stream().limit(LISTED).collect(Collectors.joining(", "))
        + (classes.size() > LISTED ? " and " + (classes.size() - LISTED) + " more" : "");
  }

  private static String remedy(Split split) {
    return split.shuffled()
        ? "; another data.split.seed divides the rows in another way."
        : "; data.split.shuffle: true divides the rows in another way.";
  }
}
