package io.github.thalweg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The build's own data. */
public final class Build {
  private static final Properties PROPERTIES = read();

  private Build() {}

  /** This program's version. */
  public static String version() {
    return PROPERTIES.getProperty("version");
  }

  /** Its TornadoVM version, such as {@code 5.2.0-jdk25}. */
  public static String tornadoVersion() {
    return PROPERTIES.getProperty("tornadovm");
  }

  private static Properties read() {
    try (InputStream resource = Build.class.getResourceAsStream("build.properties")) {
      Properties properties = new Properties();
      properties.load(resource);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
