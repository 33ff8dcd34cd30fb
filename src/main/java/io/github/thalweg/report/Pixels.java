package io.github.thalweg.report;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Standardization;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a data set as images; its features are named {@code pixel_0_0} to {@code
 * pixel_(height−1)_(width−1)}.
 */
record Pixels(Dataset data, Optional<Standardization> standardization, int height, int width) {
  private static final Pattern LAST = Pattern.compile("pixel_(\\d{1,4})_(\\d{1,4})");

  /** The images, if the rows are images. */
  static Optional<Pixels> of(Dataset data, Optional<Standardization> standardization) {
    List<String> names = data.featureNames();
    Matcher last = LAST.matcher(names.getLast());
    if (!names.getFirst().equals("pixel_0_0") || !last.matches()) {
      return Optional.empty();
    }
    int height = Integer.parseInt(last.group(1)) + 1;
    int width = Integer.parseInt(last.group(2)) + 1;
    return height * width == data.columns()
        ? Optional.of(new Pixels(data, standardization, height, width))
        : Optional.empty();
  }

  /** A row's pixels, a byte each from 0 to 255, row-major. Pixels beyond 0 … 1 are scaled to it. */
  String base64(int row) {
    float[] values = new float[data.columns()];
    float least = 0;
    float greatest = 1;
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) OriginalUnits.value(standardization, j, data.feature(row, j));
      least = Math.min(least, values[j]);
      greatest = Math.max(greatest, values[j]);
    }
    byte[] bytes = new byte[values.length];
    for (int j = 0; j < values.length; j++) {
      bytes[j] = (byte) Math.round((values[j] - least) / (greatest - least) * 255);
    }
    return Base64.getEncoder().encodeToString(bytes);
  }
}
