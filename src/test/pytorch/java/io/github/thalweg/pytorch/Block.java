package io.github.thalweg.pytorch;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A value of a run file: a bare name ({@code mse}) or a name with its settings ({@code {huber: {delta: 0.5}}}).
 *
 * @param settings what stands after the name; null for a bare name
 */
record Block(String name, JsonNode settings) {
  static Block of(JsonNode value) {
    if (value.isString()) {
      return new Block(value.stringValue(), null);
    }
    if (value.size() != 1) {
      throw new IllegalArgumentException("A name, or one name with its settings, was expected instead of " + value + ".");
    }
    String name = value.propertyNames().iterator().next();
    return new Block(name, value.get(name));
  }

  boolean is(String other) {
    return name.equals(other);
  }

  /** The number after {@code dense}. */
  int width() {
    return settings.intValue();
  }

  boolean has(String setting) {
    return settings != null && settings.has(setting);
  }

  double number(String setting, double otherwise) {
    return has(setting) ? settings.get(setting).doubleValue() : otherwise;
  }

  /** Refuses a setting that nobody would read. */
  Block allowing(Set<String> known) {
    if (settings != null) {
      for (String setting : settings.propertyNames()) {
        if (!known.contains(setting)) {
          throw new IllegalArgumentException("PyTorch's " + name + " is not given " + setting + " here; it takes " + known + ".");
        }
      }
    }
    return this;
  }
}
