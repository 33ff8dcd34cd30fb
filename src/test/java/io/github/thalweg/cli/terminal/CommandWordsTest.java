package io.github.thalweg.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The command of a run, as it can be typed again. */
class CommandWordsTest {
  @Test
  void commandOfOneRunHasItsOwnValuesAndFolder() {
    Map<String, String> chosen = new LinkedHashMap<>();
    chosen.put("optimizer.sgd.lr", "0.1");
    chosen.put("seed", "3");
    chosen.put("batch", "full");

    assertThat(
            one(
                chosen,
                "train",
                "line",
                "--set",
                "optimizer.sgd.lr=[0.01, 0.1]",
                "--epochs=5",
                "--set=batch=[16,full]",
                "--seed",
                "[1,2,3]",
                "--quiet",
                "--out=all"))
        .endsWith(
            " train line --set optimizer.sgd.lr=0.1 --epochs 5 --set batch=full --seed 3 --quiet --out 'all/it'\\''s'");
  }

  @Test
  void valuesThatTheCommandDoesNotNameAreAddedToIt() {
    assertThat(
            one(
                Map.of("model.0.dense", "16"),
                "train",
                "own.yaml",
                "--set",
                "model=[{dense: [8, 16]}]"))
        .endsWith(" train own.yaml --set 'model=[{dense: [8, 16]}]' --set model.0.dense=16");
  }

  private static String one(Map<String, String> chosen, String... arguments) {
    return CommandWords.ofOne(List.of(arguments), chosen, Path.of("all/it's"));
  }
}
