package io.github.thalweg.train;

import static io.github.thalweg.text.JsonShape.COUNT;
import static io.github.thalweg.text.JsonShape.FLAG;
import static io.github.thalweg.text.JsonShape.INSTANT;
import static io.github.thalweg.text.JsonShape.NUMBER;
import static io.github.thalweg.text.JsonShape.OBJECT;
import static io.github.thalweg.text.JsonShape.TEXT;
import static io.github.thalweg.text.JsonShape.WHOLE;

import io.github.thalweg.text.JsonShape;
import java.util.Map;

/** The members of {@code about.json} and their types. */
final class AboutShape {
  private static final JsonShape ROWS =
      JsonShape.object(Map.of("train", COUNT), Map.of("test", COUNT));

  private static final JsonShape LAYER =
      JsonShape.object(
          Map.of("index", COUNT, "kind", TEXT, "outputs", COUNT, "parameters", COUNT),
          Map.of("inputs", COUNT, "bias", FLAG));

  private static final JsonShape DEVICE =
      JsonShape.object(
          Map.of("id", TEXT),
          Map.of(
              "name", TEXT,
              "engine", TEXT,
              "backend", TEXT,
              "type", TEXT,
              "kernels", TEXT,
              "memory_bytes", WHOLE,
              "compute_units", WHOLE));

  /** The members for the first start of a run, and for each resume. */
  private static final Map<String, JsonShape> LEG =
      Map.of(
          "command", TEXT,
          "started", INSTANT,
          "device", DEVICE,
          "versions", JsonShape.table(TEXT));

  private static final JsonShape OUTCOME =
      JsonShape.object(
          Map.of("status", JsonShape.oneOf(RunStatus.keys())),
          Map.of(
              "message",
              TEXT,
              "seconds",
              NUMBER,
              RunFolder.EPOCH_SECONDS,
              NUMBER,
              "samples_per_second",
              NUMBER,
              "no_speed",
              TEXT,
              "model_lost",
              FLAG));

  /** Members that follow from the settings and the data. */
  private static final Map<String, JsonShape> OF_THE_SETTINGS =
      Map.of(
          "recipe", TEXT,
          "seed", WHOLE,
          "epochs", COUNT,
          "batch", COUNT,
          "steps_per_epoch", COUNT,
          "rows", ROWS,
          "inputs", COUNT,
          "parameters", COUNT,
          "layers", JsonShape.list(LAYER));

  /** Settings, and the other members in their types. */
  static final JsonShape ABOUT =
      JsonShape.object(Map.of("settings", OBJECT), OF_THE_SETTINGS)
          .and(JsonShape.object(Map.of(), LEG))
          .and(
              JsonShape.object(
                  Map.of(),
                  Map.of(
                      "data_checksum", TEXT,
                      "loss", TEXT,
                      "program", JsonShape.list(TEXT),
                      "first_loss", NUMBER,
                      "outcome", OUTCOME,
                      "resumed", JsonShape.list(JsonShape.object(Map.of(), LEG)))));

  /** The same with everything that a page needs. */
  static final JsonShape WHOLE_ABOUT = ABOUT.and(JsonShape.object(OF_THE_SETTINGS, Map.of()));

  private AboutShape() {}
}
