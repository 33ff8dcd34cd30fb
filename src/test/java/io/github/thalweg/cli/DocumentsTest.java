package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README.md and its further pages: short, with links and commands that there are. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** A command of Thalweg up to its comment. */
  private static final Pattern COMMAND =
      Pattern.compile("(?:\\$ )?(?:scripts|\\.)/thalweg (.*?)(?: {2,}.*)?");

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(Path.of("README.md")));
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  @Test
  void readmeIsShort() throws IOException {
    assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(150);
  }

  @Test
  void openBlasOfTheDocumentIsThatOfTheBuild() throws IOException {
    Matcher version =
        Pattern.compile("<openblas\\.version>(.*)</openblas\\.version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(Files.readString(Path.of("docs", "library.md")))
        .contains(
            "  <artifactId>openblas</artifactId>\n  <version>" + version.group(1) + "</version>");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void pageIsShortAndItsLinksLeadSomewhere(Path document) throws IOException {
    assertThat(Files.readAllLines(document)).hasSizeLessThan(200);
    Matcher links = LINK.matcher(Files.readString(document));
    while (links.find()) {
      if (!links.group(1).startsWith("https://")) {
        assertThat(document.resolveSibling(links.group(1))).as("a link of " + document).exists();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commandsAreTaken(Path document) throws IOException {
    for (String[] command : commands(document)) {
      assertThatCode(() -> Main.whole().parseArgs(command))
          .as("%s: thalweg %s", document, String.join(" ", command))
          .doesNotThrowAnyException();
    }
  }

  /** The commands in blocks of code. */
  private static List<String[]> commands(Path document) throws IOException {
    List<String[]> commands = new ArrayList<>();
    boolean code = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("```")) {
        code = !code;
      }
      Matcher command = COMMAND.matcher(line);
      if (code && command.matches()) {
        commands.add(words(command.group(1)));
      }
    }
    return commands;
  }

  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words.toArray(String[]::new);
  }
}
