package io.github.thalweg.pytorch;

import static org.bytedeco.pytorch.global.torch.randn;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The examples of a run. Those that are drawn are float32 values held in float64, so Thalweg's float32 data sets carry them without
 * loss.
 *
 * @param features float64 (N, D)
 * @param targets float64 (N, K); for {@code cross_entropy} int64 class indices (N)
 */
record Examples(Tensor features, Tensor targets) {
  /** Draws from PyTorch's generator, which the caller has seeded, unless the case gives its examples in full. */
  static Examples of(Case run) {
    Case.Data data = run.data();
    if (data.features() != null) {
      return new Examples(
          Tensor.create(data.features(), data.rows(), data.columns()),
          Tensor.create(data.targets(), data.rows(), run.outputs()));
    }
    // A noisy linear teacher in float32: something to learn, and nothing that can be learned without error.
    Tensor features = randn(data.rows(), data.columns());
    Tensor teacher = randn(data.columns(), run.outputs()).div(new Scalar(Math.sqrt(data.columns())));
    Tensor scores = features.matmul(teacher).add(randn(data.rows(), run.outputs()).mul(new Scalar(0.3)));
    return new Examples(features.to(ScalarType.Double), targets(run, scores));
  }

  private static Tensor targets(Case run, Tensor scores) {
    return switch (Block.of(run.loss()).name()) {
      case "cross_entropy" -> scores.argmax(new LongOptional(1), false);
      case "bce_with_logits" -> scores.gt(new Scalar(0.0)).to(ScalarType.Double);
      default -> (run.endsIn("sigmoid") ? scores.sigmoid() : scores).to(ScalarType.Double);
    };
  }
}
