package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A browser for all tests of a class. No page that one of them opens may complain. */
final class OpenBrowser implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private Browser browser;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    browser = Browser.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(browser.complaints()).isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    // There is none where the machine has none, and the tests are skipped.
    if (browser != null) {
      browser.close();
    }
  }

  /** Opens a page in a tab of its own and waits until it is drawn. */
  Browser.Tab open(String url, int width, boolean dark) {
    return browser.open(url, width, dark);
  }
}
