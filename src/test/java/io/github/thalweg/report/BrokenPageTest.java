package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.RunFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page whose script throws says so itself, and no picture is taken of it. */
class BrokenPageTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw new Error('\"no\" < such & thing');",
        "setTimeout(() => { throw new Error('\"no\" < such & thing'); });",
        "Promise.reject(new Error('\"no\" < such & thing'));"
      })
  void errorOfItsScriptIsTheReasonWhyThereIsNoPicture(String script) throws IOException {
    Path page = page(script);
    Files.writeString(folder.resolve("report.png"), "an older one");
    assumeTrue(Chromium.find().isPresent(), "No Chromium was found: " + Chromium.REMEDY);

    assertThatExceptionOfType(RunFailedException.class)
        .isThrownBy(() -> Picture.of(page))
        .withMessageContaining("a script of " + page + " fails: ")
        .withMessageContaining("Error: \"no\" < such & thing. This is an error in Thalweg")
        .withMessageNotContaining("browser");
    assertThat(folder.resolve("report.png")).doesNotExist();
  }

  @Test
  void readerIsToldInPlaceOfABlankPage() throws IOException {
    Path page = page("throw new Error('no such thing');");
    try (Browser browser = Browser.start();
        Browser.Tab tab = browser.open(page.toUri().toString(), 390, false)) {
      assertThat(tab.evaluate("document.querySelector('.banner').innerText").stringValue())
          .startsWith("A part of this page could not be drawn")
          .contains("no such thing");
    }
  }

  /** A page that has its heading, and then fails. */
  private Path page(String script) throws IOException {
    String whole = Page.of("runs", "[]");
    int from = whole.lastIndexOf("<script>");
    int to = whole.lastIndexOf("</script>");
    Path page = folder.resolve("report.html");
    Files.writeString(
        page,
        whole.substring(0, from)
            + "<script>document.getElementById('page').append(el('h1', {}, 'A page')); drawAll();\n"
            + script
            + whole.substring(to));
    return page;
  }
}
