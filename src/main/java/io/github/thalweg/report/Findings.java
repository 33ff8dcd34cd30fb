package io.github.thalweg.report;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.Session;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.Quality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings about a trained model, for {@code evaluation.json} in the run's folder: confusion and
 * worst mistakes, predicted against actual values, and the distribution of weights and gradients,
 * or the values if there are few. The model's session computes them.
 */
final class Findings {
  /** Tensors beyond this many are not shown. */
  private static final int MOST_TENSORS = 60;

  /** A tensor of up to this many elements is listed; a longer one is counted in bins. */
  private static final int MOST_LISTED = 16;

  private final PreparedRun run;
  private final Session session;
  private final Session.Part part;
  private final Dataset data;

  private Findings(PreparedRun run, Session session) {
    this.run = run;
    this.session = session;
    this.part = run.data().test().isPresent() ? Session.Part.TEST : Session.Part.TRAIN;
    this.data = run.data().test().orElse(run.data().train());
  }

  /**
   * @param trained whether the session has taken a step, so there is a gradient to show
   */
  static Map<String, Object> of(PreparedRun run, Session session, boolean trained) {
    return new Findings(run, session).toMap(trained);
  }

  private Map<String, Object> toMap(boolean trained) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("part", part == Session.Part.TEST ? "test" : "training");
    map.put("rows", data.rows());
    map.put("quality", Quality.of(run, session, part).toMap());
    Loss loss = run.recipe().loss();
    float[] outputs = session.outputs(part);
    if (loss.classIndices() || (loss.classifies() && data.targetColumns() == 1)) {
      Classified classified = new Classified(run, data, outputs);
      classified.confusion().ifPresent(confusion -> map.put("confusion", confusion));
      map.put("mistakes", classified.mistakes());
    } else if (!loss.classifies()) {
      Regressed regressed = new Regressed(run, data, outputs);
      map.put("regression", regressed.targets());
      regressed.fit().ifPresent(fit -> map.put("fit", fit));
    }
    float[] theta = session.parameters();
    if (theta.length == 2) {
      Evaluation train = session.evaluate(Session.Part.TRAIN);
      map.put("weights", theta);
      map.put("train_loss", train.loss());
    }
    map.put("parameters", tensors(theta, trained));
    return map;
  }

  private List<Map<String, Object>> tensors(float[] theta, boolean trained) {
    float[] gradient = trained ? session.gradient() : null;
    List<Map<String, Object>> tensors = new ArrayList<>();
    List<Parameter> parameters = run.program().training().model().parameters();
    for (Parameter parameter : parameters.subList(0, Math.min(MOST_TENSORS, parameters.size()))) {
      Map<String, Object> tensor = new LinkedHashMap<>();
      tensor.put("name", parameter.name());
      tensor.put("shape", parameter.shape());
      tensor.put("values", parameter.size());
      if (parameter.size() <= MOST_LISTED) {
        list(tensor, parameter, theta, gradient);
      } else {
        count(tensor, parameter, theta, gradient);
      }
      tensors.add(tensor);
    }
    return tensors;
  }

  private void list(Map<String, Object> tensor, Parameter of, float[] theta, float[] gradient) {
    Map<String, Object> elements = new LinkedHashMap<>();
    elements.put("now", slice(theta, of).toArray());
    elements.put("before", slice(run.parameters(), of).toArray());
    if (gradient != null) {
      elements.put("gradient", slice(gradient, of).toArray());
    }
    tensor.put("elements", elements);
  }

  private void count(Map<String, Object> tensor, Parameter of, float[] theta, float[] gradient) {
    Histogram[] weights = Histogram.ofBoth(slice(theta, of), slice(run.parameters(), of));
    Map<String, Object> both = weights[0].toMap();
    both.put("before", weights[1].counts());
    tensor.put("weights", both);
    if (gradient != null) {
      tensor.put("gradient", Histogram.of(slice(gradient, of)).toMap());
    }
  }

  private static Histogram.Slice slice(float[] values, Parameter parameter) {
    return new Histogram.Slice(values, parameter.offset(), parameter.size());
  }
}
