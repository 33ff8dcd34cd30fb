package io.github.thalweg.cli.train;

import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.text.Numbers;
import io.github.thalweg.train.TrainingListener;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints the loss after every N steps of {@code --log-every}. */
record StepLog(Screen screen, boolean json) implements TrainingListener {
  @Override
  public void stepsTaken(int epoch, long step, double meanLoss) {
    if (!json) {
      screen.print("epoch " + epoch + ", step " + step + ": loss " + Numbers.fixed(meanLoss, 2, 9));
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch);
    line.put("step", step);
    line.put("loss", meanLoss);
    screen.print(line);
  }
}
