package io.github.thalweg.report;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Session;
import io.github.thalweg.nn.Model;
import io.github.thalweg.report.surface.Descent;
import io.github.thalweg.report.surface.FilterDirections;
import io.github.thalweg.report.surface.LossSurface;
import io.github.thalweg.train.ModelFile;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.TrainedWith;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The loss around the model of a finished run. */
public final class Surfaces {
  private Surfaces() {}

  /**
   * The settings of a surface.
   *
   * @param nodes along each side, 5 … 201
   * @param reach the distance along each direction, in lengths of the model's weights, above 0
   * @param rows of the training part for the mean loss, at least 1; fewer if there are fewer
   * @param seed of the directions
   */
  public record Settings(int nodes, double reach, int rows, long seed) {
    public Settings {
      require(nodes >= 5 && nodes <= 201, "--points must be 5 to 201 points a side", nodes);
      require(reach > 0 && Double.isFinite(reach), "--reach must be a number above 0", reach);
      require(rows >= 1, "--rows must be a number of training rows, at least 1", rows);
    }

    private static void require(boolean right, String what, Object value) {
      if (!right) {
        throw new InvalidInputException(what + "; it is " + value + ".");
      }
    }
  }

  /**
   * Evaluates the loss on a plane through the model, along two random directions; for a model of
   * two weights, over these and around their path. It goes to {@code surface.json} in the run's
   * folder and into its report.
   *
   * @param evaluated receives the number of evaluated points, after each
   * @param remark receives sentences about changes in the folder since the run
   * @return the written files
   * @throws InvalidInputException when there is no model in the folder
   * @throws RunFailedException when the surface cannot be computed or written
   */
  public static Map<String, Object> write(
      RunFolder folder,
      Device device,
      Settings settings,
      IntConsumer evaluated,
      Consumer<String> remark) {
    RecordedRun run = new RecordedRun(folder);
    PreparedRun prepared = run.prepared();
    Set<String> said = new HashSet<>();
    Consumer<String> once =
        sentence -> {
          if (said.add(sentence)) {
            remark.accept(sentence);
          }
        };
    TrainedWith.of(folder).note(prepared).ifPresent(once);
    Model model = prepared.program().training().model();
    float[] theta = ModelFile.parameters(folder.model(), model);
    try {
      Map<String, Object> surface;
      try (Session session = device.open(prepared.program(), prepared.data(), theta)) {
        List<double[]> path = run.weightsPath();
        surface =
            path.isEmpty()
                ? along(
                    prepared,
                    session,
                    FilterDirections.plane(model, theta, settings.seed),
                    settings,
                    evaluated)
                : Descent.of(List.of(path)).picture(prepared, session, settings.nodes, evaluated);
      }
      run.write(run.surface(), surface);
      Reports.write(folder, () -> device, once);
      return surface;
    } catch (IOException e) {
      throw new RunFailedException(
          run.surface()
              + " cannot be written ("
              + FileTrouble.reason(e)
              + "); may you write in that folder?",
          e);
    }
  }

  private static Map<String, Object> along(
      PreparedRun run,
      Session session,
      LossSurface.Plane plane,
      Settings settings,
      IntConsumer evaluated) {
    int rows = Math.min(settings.rows, run.data().train().rows());
    double reach = settings.reach;
    LossSurface surface =
        LossSurface.of(
            "directions",
            session,
            plane,
            new LossSurface.Region(-reach, reach, -reach, reach),
            settings.nodes,
            rows,
            evaluated);
    Map<String, Object> map = new LinkedHashMap<>(surface.toMap());
    map.put("rows", rows);
    map.put("seed", settings.seed);
    return map;
  }
}
