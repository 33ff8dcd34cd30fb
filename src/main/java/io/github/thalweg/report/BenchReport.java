package io.github.thalweg.report;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the page of a benchmark: bars, rooflines, shares of the limits, and where all that is from.
 */
public final class BenchReport {
  private static final String NAME = "bench-report.html";

  private BenchReport() {}

  /**
   * Writes {@code bench-report.html} beside a result file.
   *
   * @param file where the result is
   * @param result its content, as {@code thalweg bench --out} has it
   * @return the page
   * @throws RunFailedException when it cannot be written
   */
  public static Path write(Path file, JsonNode result) {
    Path page = file.resolveSibling(NAME);
    try {
      WholeFile.write(
          page, Page.from(NAME, "result", JsonMapper.shared().writeValueAsString(result)));
    } catch (IOException e) {
      throw Reports.unwritable(page, e);
    }
    return page;
  }
}
