package io.github.thalweg.cli.train;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Shape;
import io.github.thalweg.program.Training;
import io.github.thalweg.train.PreparedRun;
import java.util.Locale;

/** A line that says what will be trained, and on which device. */
final class Description {
  private Description() {}

  static String of(PreparedRun run, DeviceInfo device) {
    Training training = run.program().training();
    Shape shape = training.model().input();
    StringBuilder model = new StringBuilder().append(shape.inner());
    for (Layer layer : training.model().layers()) {
      boolean learns = !layer.parameters(shape).isEmpty();
      shape = layer.output(shape);
      model.append(learns ? " → " + shape.inner() : " " + layer.key());
    }
    return String.format(
        Locale.ROOT,
        "%s: %s, %,d parameters; %,d %s train%s, %,d a step; on %s (%s, %s)",
        run.recipe().name(),
        model,
        run.program().parameterCount(),
        run.data().train().rows(),
        run.data().train().rows() == 1 ? "row" : "rows",
        run.data()
            .test()
            .map(test -> String.format(Locale.ROOT, ", %,d test", test.rows()))
            .orElse(""),
        training.batches().size(),
        device.id(),
        device.name(),
        device.kernels());
  }
}
