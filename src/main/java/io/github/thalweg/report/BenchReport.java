package io.github.thalweg.report;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the page of a benchmark: bars, rooflines, shares of the limits, and the source of the
 * figures.
 */
public final class BenchReport {
  private static final String TEMPLATE = "bench-report.html";

  private BenchReport() {}

  /**
   * Writes the page beside a result file: {@code mine-report.html} beside {@code mine.json}.
   *
   * @param file the result's file; its name ends in {@code .json}
   * @param result its content, as from {@code thalweg bench --out}
   * @return the page
   * @throws RunFailedException when it cannot be written
   */
  public static Path write(Path file, JsonNode result) {
    String name = file.getFileName().toString();
    Path page = file.resolveSibling(name.substring(0, name.length() - 5) + "-report.html");
    try {
      WholeFile.write(
          page, Page.from(TEMPLATE, "result", JsonMapper.shared().writeValueAsString(result)));
    } catch (IOException e) {
      throw Reports.unwritable(page, e);
    }
    return page;
  }
}
