package io.github.thalweg.train;

import io.github.thalweg.Build;
import io.github.thalweg.data.DataChecksum;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.LayerParameter;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Shape;
import io.github.thalweg.program.Listing;
import io.github.thalweg.program.Training;
import io.github.thalweg.recipe.RunFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A description of a run, for {@code about.json} in its folder: the model and its program, the
 * data's size, the device, the versions and the command. It holds everything that the settings do
 * not say later.
 */
public final class About {
  private About() {}

  /**
   * All of it, as it is now.
   *
   * @param device that the run is on
   * @param command as the user typed it
   */
  public static Map<String, Object> of(PreparedRun run, DeviceInfo device, String command) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("command", command);
    about.put("started", Instant.now().toString());
    about.put("device", device(device));
    about.put("versions", versions(device));
    about.putAll(of(run));
    return about;
  }

  /** The part that follows from the settings and the data. */
  public static Map<String, Object> of(PreparedRun run) {
    Training training = run.program().training();
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("recipe", run.recipe().name());
    about.put("seed", run.recipe().seed());
    about.put("epochs", training.epochs());
    about.put("batch", training.batches().size());
    about.put("steps_per_epoch", training.batches().stepsPerEpoch());
    Map<String, Object> rows = new LinkedHashMap<>();
    rows.put("train", run.data().train().rows());
    run.data().test().ifPresent(test -> rows.put("test", test.rows()));
    about.put("rows", rows);
    about.put("data_checksum", DataChecksum.of(run.data()));
    about.put("loss", training.loss().key());
    about.put("inputs", training.model().inputs());
    about.put("parameters", run.program().parameterCount());
    about.put("layers", layers(training.model()));
    about.put("program", Listing.of(run.program()));
    about.put("settings", RunFile.settings(run.recipe()));
    return about;
  }

  private static Map<String, Object> device(DeviceInfo device) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", device.id());
    map.put("name", device.name());
    map.put("engine", device.engine());
    map.put("backend", device.backend());
    map.put("type", device.type());
    map.put("kernels", device.kernels());
    map.put("memory_bytes", device.memoryBytes());
    map.put("compute_units", device.computeUnits());
    return map;
  }

  private static Map<String, Object> versions(DeviceInfo device) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("Thalweg", Build.version());
    if (device.engine().equals("tornado")) {
      map.put("TornadoVM", Build.tornadoVersion());
    }
    map.put("Java", System.getProperty("java.runtime.version"));
    map.put("JVM", System.getProperty("java.vm.name") + ", " + System.getProperty("java.vendor"));
    map.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    return map;
  }

  private static List<Map<String, Object>> layers(Model model) {
    List<Map<String, Object>> rows = new ArrayList<>();
    Shape shape = model.input();
    for (Layer layer : model.layers()) {
      List<LayerParameter> parameters = layer.parameters(shape);
      Shape output = layer.output(shape);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("index", rows.size());
      row.put("kind", layer.key());
      if (!parameters.isEmpty()) {
        row.put("inputs", shape.inner());
      }
      row.put("outputs", output.inner());
      if (!parameters.isEmpty()) {
        row.put("bias", parameters.stream().anyMatch(p -> p.name().equals("bias")));
      }
      row.put("parameters", parameters.stream().mapToLong(LayerParameter::size).sum());
      shape = output;
      rows.add(row);
    }
    return rows;
  }
}
