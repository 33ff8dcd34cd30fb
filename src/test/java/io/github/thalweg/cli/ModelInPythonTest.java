package io.github.thalweg.cli;

import static io.github.thalweg.cli.CommandLineRun.train;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.io.Safetensors;
import io.github.thalweg.text.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What docs/data.md says of reading a model without this program. */
class ModelInPythonTest {
  /** For a Python that has no safetensors: as much of it as the document's lines take. */
  private static final String SAFETENSORS =
      """
      import json, numpy as np

      class safe_open:
          def __init__(self, path, framework):
              with open(path, "rb") as file:
                  self.header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
                  self.data = file.read()
              self.texts = self.header.pop("__metadata__", {})
          def __enter__(self):
              return self
          def __exit__(self, *_):
              pass
          def keys(self):
              return self.header.keys()
          def metadata(self):
              return self.texts
          def get_tensor(self, name):
              begin, end = self.header[name]["data_offsets"]
              return np.frombuffer(self.data[begin:end], "<f4").reshape(self.header[name]["shape"])
      """;

  @TempDir private Path folder;

  @Test
  void everyTextOfAModelIsJson() {
    train("examples/wine.yaml", folder.resolve("run"), "--epochs", "3");

    for (String name : List.of("model.safetensors", "model-best.safetensors")) {
      Safetensors.read(folder.resolve("run", name))
          .metadata()
          .forEach((key, text) -> {
            if (key.startsWith("thalweg.")) {
              assertThatCode(() -> JsonText.parse(text))
                  .as("%s: %s", name, key)
                  .doesNotThrowAnyException();
            }
          });
    }
  }

  @Test
  void theDocumentsLinesMakeThePredictionsOfPredict() throws Exception {
    assumeTrue(exit("import numpy") == 0, "there is no Python with numpy");
    Path run = folder.resolve("run");
    train("examples/wine.yaml", run);
    Files.writeString(folder.resolve("safetensors.py"), SAFETENSORS);
    String lines = documented().replace("runs/wine", run.toString());
    assertThat(lines).contains(run.toString());
    Path printed = folder.resolve("printed.txt");

    Process python =
        python("import sys; sys.path.append('" + folder + "')\n" + lines + "\nprint(p.tolist())")
            .redirectOutput(printed.toFile())
            .start();
    String complaint = new String(python.getErrorStream().readAllBytes(), UTF_8);
    assertThat(python.waitFor()).as(complaint).isZero();

    JsonNode table = JsonMapper.shared().readTree(Files.readAllLines(printed).getLast());
    List<JsonNode> predicted =
        CommandLineRun.of("predict", run.toString(), "--input", "examples/wine.csv", "--json")
            .succeeded()
            .json();
    assertThat(table).hasSameSizeAs(predicted);
    for (int row = 0; row < predicted.size(); row++) {
      JsonNode probabilities = predicted.get(row).get("probabilities");
      for (int k = 0; k < 3; k++) {
        assertThat(table.get(row).get(k).doubleValue())
            .isCloseTo(probabilities.get(Integer.toString(k)).doubleValue(), within(1e-5));
      }
    }
  }

  private static String documented() throws IOException {
    String document = Files.readString(Path.of("docs", "data.md"));
    int begin = document.indexOf("```python\n") + "```python\n".length();
    return document.substring(begin, document.indexOf("```", begin));
  }

  private static int exit(String lines) throws InterruptedException {
    try {
      return python(lines).redirectErrorStream(true).start().waitFor();
    } catch (IOException _) {
      return -1; // There is no Python at all.
    }
  }

  private static ProcessBuilder python(String lines) {
    return new ProcessBuilder("python3", "-c", lines);
  }
}
