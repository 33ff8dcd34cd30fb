package io.github.thalweg.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.cli.CommandLineRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
  private static final int WIDTH = 2 * 1240;

  @TempDir private Path folder;
  private Path run;

  @BeforeEach
  void train() {
    run = folder.resolve("run");
    CommandLineRun.train("line", run, "--epochs", "5");
  }

  @Test
  void pictureShowsTheWholePage() throws IOException {
    CommandLineRun report = CommandLineRun.of("report", run.toString(), "--png");
    assumeTrue(
        !report.err().contains("none was found"),
        "No Chromium was found, so no picture is taken: " + report.err());

    Path picture = run.resolve("report.png");
    assertThat(report.succeeded().out().lines())
        .containsExactly(run.resolve("report.html").toString(), picture.toString());
    BufferedImage image = ImageIO.read(picture.toFile());
    assertThat(image.getWidth()).isEqualTo(WIDTH);
    assertThat(image.getHeight()).isGreaterThan(WIDTH);
    Set<Integer> upper = new HashSet<>();
    Set<Integer> lower = new HashSet<>();
    for (int x = 0; x < WIDTH; x += 3) {
      for (int y = 0; y < 400; y += 3) {
        upper.add(image.getRGB(x, y));
        lower.add(image.getRGB(x, image.getHeight() - 1 - y));
      }
    }
    assertThat(upper).hasSizeGreaterThan(5);
    assertThat(lower).hasSizeGreaterThan(5);
  }

  @Test
  void withoutABrowserThereIsASentenceAndThePage() throws Exception {
    ProcessBuilder builder =
        CommandLineRun.process("report", run.toString(), "--device", "cpu", "--png");
    builder.environment().put("THALWEG_BROWSER", folder.resolve("nothing").toString());
    Process process = builder.start();

    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(err)
        .contains("A picture needs a browser", "apt install chromium", "THALWEG_BROWSER");
    assertThat(run.resolve("report.html")).exists();
    assertThat(run.resolve("report.png")).doesNotExist();
  }
}
