package io.github.thalweg.report;

import io.github.thalweg.Build;
import io.github.thalweg.files.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page of every report, as one file: an HTML file of this package's resources with its style
 * sheets and scripts inserted, and the data as JSON.
 */
public final class Page {
  private static final String STYLE = "<link rel=\"stylesheet\" href=\"";
  private static final String SCRIPT = "<script src=\"";
  private static final String DATA = "<script type=\"application/json\" id=\"data\">";

  private Page() {}

  /** Whether a file is such a page, of any version. */
  static boolean isOne(Path file) {
    try {
      String page = new String(InputFile.bytes(file), StandardCharsets.UTF_8);
      return page.contains("Written by Thalweg ");
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * A page of runs.
   *
   * @param members of the data, apart from the program's version: names and JSON values
   */
  public static String of(String... members) {
    return from("report.html", members);
  }

  /**
   * Another page.
   *
   * @param template its frame, one of this package's resources
   * @param members as above
   */
  static String from(String template, String... members) {
    StringBuilder data = new StringBuilder("{\"version\":");
    data.append(JsonMapper.shared().writeValueAsString(Build.version()));
    for (int i = 0; i < members.length; i += 2) {
      data.append(",\"").append(members[i]).append("\":").append(members[i + 1]);
    }
    return filled(template, data.append('}').toString());
  }

  private static String filled(String template, String data) {
    StringBuilder page = new StringBuilder(1 << 17);
    for (String line : (Iterable<String>) resource(template).lines()::iterator) {
      if (line.startsWith(STYLE)) {
        page.append("<style>\n").append(resource(nameIn(line, STYLE))).append("</style>\n");
      } else if (line.startsWith(SCRIPT)) {
        page.append("<script>\n").append(resource(nameIn(line, SCRIPT))).append("</script>\n");
      } else if (line.startsWith(DATA)) {
        page.append(DATA).append(embeddable(data)).append("</script>\n");
      } else {
        page.append(line).append('\n');
      }
    }
    return page.toString();
  }

  /** JSON that cannot end its script element: no text in it has a {@code <}. */
  static String embeddable(String json) {
    return json.replace("<", "\\u003c");
  }

  private static String nameIn(String line, String start) {
    return line.substring(start.length(), line.indexOf('"', start.length()));
  }

  private static String resource(String name) {
    try (InputStream resource = Page.class.getResourceAsStream(name)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
