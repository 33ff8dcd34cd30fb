package io.github.thalweg.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A chart as a reader sees it: lines in pixels, and axes whose ticks say what the pixels mean. */
final class Plot {
  private static final Pattern POINT = Pattern.compile("[ML](\\S+?) (-?[\\d.]+)");
  private static final String SCRIPT =
      """
      (() => {
        const svg = document.querySelector('#CHART svg');
        const ticks = (name, at, shift) => [...svg.querySelectorAll(name)]
            .map(t => [Number(t.dataset.value), Number(t.getAttribute(at)) - shift]);
        return {
          x: ticks('.x-tick', 'x', 0),
          y: ticks('.y-tick', 'y', 4),
          lines: Object.fromEntries([...svg.querySelectorAll('path.series')].map(p => [p.dataset.name, p.getAttribute('d')])),
        };
      })()\
      """;

  private final JsonNode chart;
  private final boolean logarithmic;

  private Plot(JsonNode chart, boolean logarithmic) {
    this.chart = chart;
    this.logarithmic = logarithmic;
  }

  /** Reads the chart in the element with that id off the page. */
  static Plot read(Browser.Tab tab, String id, boolean logarithmic) {
    return new Plot(tab.evaluate(SCRIPT.replace("CHART", id)), logarithmic);
  }

  List<String> lines() {
    return List.copyOf(chart.get("lines").propertyNames());
  }

  /** The points of a line in the units of the axes. */
  List<double[]> points(String line) {
    Matcher point = POINT.matcher(chart.get("lines").get(line).stringValue());
    List<double[]> points = new ArrayList<>();
    while (point.find()) {
      points.add(
          new double[] {
            value("x", Double.parseDouble(point.group(1)), false),
            value("y", Double.parseDouble(point.group(2)), logarithmic)
          });
    }
    return points;
  }

  /** What a place on a chart with two linear axes stands for. */
  double[] linearPoint(double x, double y) {
    return new double[] {value("x", x, false), value("y", y, false)};
  }

  /** What a place on a chart with two logarithmic axes stands for. */
  double[] point(double x, double y) {
    return new double[] {value("x", x, true), value("y", y, true)};
  }

  /** What a pixel is worth on the vertical axis. */
  double pixel(double value) {
    double step = 0.01;
    return Math.abs(value("y", position(value) + step, logarithmic) - value) / step;
  }

  private double position(double value) {
    double[][] ends = ends("y");
    double low = scaled(ends[0][0], logarithmic);
    double high = scaled(ends[1][0], logarithmic);
    return ends[0][1]
        + (scaled(value, logarithmic) - low) / (high - low) * (ends[1][1] - ends[0][1]);
  }

  private double value(String axis, double pixel, boolean log) {
    double[][] ends = ends(axis);
    double low = scaled(ends[0][0], log);
    double high = scaled(ends[1][0], log);
    double at = low + (pixel - ends[0][1]) / (ends[1][1] - ends[0][1]) * (high - low);
    return log ? Math.pow(10, at) : at;
  }

  private static double scaled(double value, boolean log) {
    return log ? Math.log10(value) : value;
  }

  /** Value and pixel of an axis' first and last tick. */
  private double[][] ends(String axis) {
    JsonNode ticks = chart.get(axis);
    double[][] ends = new double[2][];
    for (int i = 0; i < 2; i++) {
      JsonNode tick = ticks.get(i == 0 ? 0 : ticks.size() - 1);
      ends[i] = new double[] {tick.get(0).doubleValue(), tick.get(1).doubleValue()};
    }
    return ends;
  }
}
