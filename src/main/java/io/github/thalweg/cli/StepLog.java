package io.github.thalweg.cli;

import io.github.thalweg.train.TrainingListener;
import java.util.Locale;

/** Says the loss within an epoch, where {@code --log-every} asks for it. */
record StepLog(Screen screen) implements TrainingListener {
  @Override
  public void stepsTaken(int epoch, long step, double meanLoss) {
    screen.say(String.format(Locale.ROOT, "epoch %d, step %d: loss %.6f", epoch, step, meanLoss));
  }
}
