package io.github.thalweg.report;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.files.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole page as a PNG, from the machine's Chromium or Chrome. */
public final class Picture {
  /** Pixels of the page; the picture has twice as many if the browser can do that. */
  private static final int WIDTH = 1240;

  /** The largest area that Chromium can draw, in pixels of the picture. */
  private static final int HIGHEST = 16_000;

  private static final int PATIENCE_SECONDS = 60;
  private static final Pattern HEIGHT = Pattern.compile("<html[^>]* data-height=\"(\\d{1,6})\"");
  private static final Pattern ERROR = Pattern.compile("<html[^>]* data-error=\"([^\"]*)\"");

  private Picture() {}

  /**
   * Writes {@code report.png} beside {@code report.html}, light.
   *
   * @param page a report
   * @return the picture
   * @throws RunFailedException when there is no browser, it fails, or a script of the page does
   */
  public static Path of(Path page) {
    Path browser =
        Chromium.find()
            .orElseThrow(() ->
                new RunFailedException(
                    "A picture needs a browser, and none was found: "
                        + Chromium.REMEDY
                        + ". The page is "
                        + page
                        + "."));
    Path picture =
        page.resolveSibling(page.getFileName().toString().replaceFirst("\\.html?$", "") + ".png");
    try (ScratchFolder profile = ScratchFolder.create()) {
      take(browser, profile.path(), page, picture);
    } catch (IOException e) {
      throw failed(browser, picture, FileTrouble.reason(e));
    }
    return picture;
  }

  private static void take(Path browser, Path profile, Path page, Path picture) throws IOException {
    Files.deleteIfExists(picture);
    String url = page.toAbsolutePath().toUri().toString();
    String drawn =
        run(
            browser,
            profile.resolve("height"),
            "--window-size=" + WIDTH + ",2000",
            "--dump-dom",
            url);
    Matcher error = ERROR.matcher(drawn);
    if (error.find()) {
      throw new RunFailedException(
          picture
              + " was not taken, because a script of "
              + page
              + " fails: "
              + unescaped(error.group(1))
              + ". This is an error in Thalweg; please report it.");
    }
    Matcher height = HEIGHT.matcher(drawn);
    if (!height.find()) {
      throw failed(browser, picture, "it did not draw the page");
    }
    int pixels = Integer.parseInt(height.group(1));
    int scale = 2 * pixels <= HIGHEST ? 2 : 1;
    run(
        browser,
        profile.resolve("picture"),
        "--window-size=" + WIDTH + "," + Math.min(pixels, HIGHEST),
        "--force-device-scale-factor=" + scale,
        "--screenshot=" + picture.toAbsolutePath(),
        url);
    if (!Files.exists(picture)) {
      throw failed(browser, picture, "it wrote no file");
    }
  }

  /** The text of an attribute, in a browser's spelling. */
  private static String unescaped(String attribute) {
    return attribute
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u00a0")
        .replace("&amp;", "&");
  }

  /**
   * The browser's output; a browser that is still ending would block its profile for the next one.
   */
  private static String run(Path browser, Path profile, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(browser.toString()));
    command.addAll(Chromium.flags(profile));
    command.addAll(
        List.of("--blink-settings=preferredColorScheme=1", "--virtual-time-budget=4000"));
    command.addAll(List.of(arguments));
    Path output = profile.resolveSibling(profile.getFileName() + ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("it took longer than " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return Files.readString(output);
  }

  private static RunFailedException failed(Path browser, Path picture, String why) {
    return new RunFailedException(
        picture
            + " could not be taken with "
            + browser
            + ": "
            + why
            + ". Another browser can be named with "
            + Chromium.VARIABLE
            + ".");
  }
}
