import io.github.thalweg.nn.Activation;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.train.ModelBuilder;

void main() {
  float[][] bits = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  float[][] xor = {{0}, {1}, {1}, {0}};
  var builder =
      new ModelBuilder().dense(8, Activation.TANH).dense(1).optimizer(new Optimizer.Adam(0.05));
  var model = builder.epochs(200).progress().train(bits, xor);
  IO.println(model.predict(new float[] {0, 1})[0]);
}
