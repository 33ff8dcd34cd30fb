package io.github.thalweg.runs;

import io.github.thalweg.recipe.FlatSettings;
import io.github.thalweg.text.Numbers;
import io.github.thalweg.train.RunFolder;

/** The remedy for a run whose weights are of no use. */
public final class StartAnew {
  private StartAnew() {}

  /**
   * The command that trains the run's settings again, with a tenth of its learning rate.
   *
   * @throws io.github.thalweg.InvalidInputException when the run's settings cannot be read
   */
  public static String command(RunFolder run) {
    String rate =
        FlatSettings.of(run.recipe()).entrySet().stream()
            .filter(setting -> SettingsTable.isLearningRate(setting.getKey()))
            .map(setting ->
                " --set "
                    + setting.getKey()
                    + "="
                    + Numbers.setting((float) (setting.getValue().asDouble() / 10)))
            .findFirst()
            .orElse("");
    return "thalweg train " + run.runFile() + rate;
  }
}
