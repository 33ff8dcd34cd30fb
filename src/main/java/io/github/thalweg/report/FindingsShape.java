package io.github.thalweg.report;

import static io.github.thalweg.text.JsonShape.COUNT;
import static io.github.thalweg.text.JsonShape.NUMBER;
import static io.github.thalweg.text.JsonShape.TEXT;
import static io.github.thalweg.text.JsonShape.WHOLE;

import io.github.thalweg.text.JsonShape;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The members, types and sizes of {@code evaluation.json} and {@code surface.json} that a page
 * needs.
 */
final class FindingsShape {
  private static final JsonShape NUMBERS = JsonShape.list(NUMBER);
  private static final JsonShape COUNTS = JsonShape.list(COUNT);

  private static final JsonShape QUALITY =
      JsonShape.object(
          Map.of("part", TEXT),
          Map.of(
              "rows", COUNT,
              "loss", NUMBER,
              "accuracy", NUMBER,
              "rmse", NUMBER,
              "baseline",
                  JsonShape.object(
                      Map.of(), Map.of("class", TEXT, "accuracy", NUMBER, "rmse", NUMBER)),
              "targets", JsonShape.table(JsonShape.table(NUMBER))));

  /** A row and a column for each class. */
  private static final JsonShape CONFUSION =
      JsonShape.object(
              Map.of("classes", JsonShape.list(TEXT), "counts", JsonShape.list(COUNTS)), Map.of())
          .and(
              value -> isGrid(value.get("counts"), size(value, "classes"), size(value, "classes")));

  private static final JsonShape MISTAKE =
      JsonShape.object(
              Map.of("actual", TEXT, "predicted", TEXT, "probability", NUMBER),
              Map.of(
                  "line", COUNT,
                  "row", COUNT,
                  "image", TEXT,
                  "features", JsonShape.table(NUMBER)))
          .and(value -> value.has("line") || value.has("row"));

  private static final JsonShape MISTAKES =
      JsonShape.object(
              Map.of("total", COUNT, "items", JsonShape.list(MISTAKE)),
              Map.of("height", COUNT, "width", COUNT))
          .and(value -> value.get("total").longValue() >= size(value, "items"))
          .and(value -> value.get("total").longValue() == 0 || size(value, "items") > 0)
          .and(value -> value.has("height") == value.has("width"));

  private static final JsonShape REGRESSION =
      JsonShape.object(
              Map.of(
                  "name", TEXT,
                  "rows", COUNT,
                  "actual", NUMBERS,
                  "predicted", NUMBERS,
                  "rmse", NUMBER),
              Map.of("r2", NUMBER))
          .and(value -> size(value, "actual") == size(value, "predicted"));

  private static final JsonShape FIT =
      JsonShape.object(
              Map.of(
                  "feature", TEXT,
                  "target", TEXT,
                  "x", NUMBERS,
                  "y", NUMBERS,
                  "curve", JsonShape.list(NUMBERS)),
              Map.of())
          .and(value -> size(value, "x") == size(value, "y"));

  private static final JsonShape ELEMENTS =
      JsonShape.object(Map.of("now", NUMBERS, "before", NUMBERS), Map.of("gradient", NUMBERS));

  private static final JsonShape HISTOGRAM =
      JsonShape.object(
          Map.of("low", NUMBER, "high", NUMBER, "counts", COUNTS), Map.of("before", COUNTS));

  /** Its elements, or their distribution. */
  private static final JsonShape TENSOR =
      JsonShape.object(
              Map.of("name", TEXT, "shape", COUNTS, "values", COUNT),
              Map.of("elements", ELEMENTS, "weights", HISTOGRAM, "gradient", HISTOGRAM))
          .and(value -> value.has("elements") || value.has("weights"));

  static final JsonShape EVALUATION =
      JsonShape.object(
          Map.of("part", TEXT, "rows", COUNT),
          Map.of(
              "quality", QUALITY,
              "confusion", CONFUSION,
              "mistakes", MISTAKES,
              "regression", JsonShape.list(REGRESSION),
              "fit", FIT,
              "weights", NUMBERS,
              "train_loss", NUMBER,
              "parameters", JsonShape.list(TENSOR)));

  private static final JsonShape LEAST_SQUARES =
      JsonShape.object(Map.of(), Map.of("weights", NUMBERS, "loss", NUMBER, "reason", TEXT))
          .and(value -> value.has("reason") || (value.has("weights") && value.has("loss")));

  /** A loss, or null if there is none, for each node. */
  static final JsonShape SURFACE =
      JsonShape.object(
              Map.of(
                  "kind", TEXT,
                  "x", NUMBERS,
                  "y", NUMBERS,
                  "loss", JsonShape.list(JsonShape.list(NUMBER.orNull()))),
              Map.of("rows", COUNT, "seed", WHOLE, "least_squares", LEAST_SQUARES))
          .and(value -> size(value, "x") > 1 && size(value, "y") > 1)
          .and(value -> isGrid(value.get("loss"), size(value, "y"), size(value, "x")));

  private FindingsShape() {}

  private static int size(JsonNode value, String key) {
    return value.path(key).size();
  }

  private static boolean isGrid(JsonNode rows, int height, int width) {
    return rows.size() == height && rows.valueStream().allMatch(row -> row.size() == width);
  }
}
