package io.github.thalweg.peers;

import static org.bytedeco.pytorch.global.torch.TORCH_VERSION;
import static org.bytedeco.pytorch.global.torch.cross_entropy;
import static org.bytedeco.pytorch.global.torch.from_blob;
import static org.bytedeco.pytorch.global.torch.mse_loss;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * libtorch, PyTorch's C++ library, called almost directly through JavaCPP, with as little as
 * possible between Java and PyTorch.
 */
final class Libtorch implements Framework {
  /** {@code OMP_NUM_THREADS} and {@code OPENBLAS_NUM_THREADS} set the numbers of threads. */
  public static void main(String[] arguments) {
    set_num_threads(Integer.parseInt(System.getenv("OMP_NUM_THREADS")));
    PeerProcess.run(new Libtorch(), arguments);
  }

  @Override
  public String version() {
    return "libtorch " + TORCH_VERSION;
  }

  @Override
  public Training start(Workload workload) {
    return new LibtorchTraining(workload);
  }

  private static final class Network extends Module {
    private final LinearImpl[] layers;

    Network(Workload workload) {
      super("network");
      layers = new LinearImpl[workload.layers()];
      for (int i = 0; i < layers.length; i++) {
        layers[i] = linear(workload, i);
        register_module("linear" + i, layers[i]);
      }
    }

    private static LinearImpl linear(Workload workload, int layer) {
      int in = workload.widths().get(layer);
      int out = workload.widths().get(layer + 1);
      LinearImpl linear = new LinearImpl(in, out);
      try (NoGradGuard guard = new NoGradGuard()) {
        linear.weight().copy_(tensor(Data.weights(workload, layer), out, in));
        linear.bias().zero_();
      }
      return linear;
    }

    Tensor forward(Tensor x) {
      Tensor y = layers[0].forward(x);
      for (int i = 1; i < layers.length; i++) {
        y = layers[i].forward(relu(y));
      }
      return y;
    }
  }

  private static final class LibtorchTraining implements Training {
    private final Workload workload;
    private final Tensor features;
    private final Tensor targets;
    private final Network network;
    private final Optimizer optimizer;

    LibtorchTraining(Workload workload) {
      this.workload = workload;
      features = tensor(workload.data().features(workload), workload.rows(), workload.inputs());
      float[] t = workload.data().targets(workload);
      targets = workload.regression() ? tensor(t, workload.rows(), workload.outputs()) : classes(t);
      network = new Network(workload);
      optimizer =
          switch (workload.optimizer()) {
            case Workload.Optimizer.Sgd sgd -> {
              SGDOptions options = new SGDOptions(sgd.learningRate());
              options.momentum().put(sgd.momentum());
              yield new SGD(network.parameters(), options);
            }
            case Workload.Optimizer.Adam adam ->
                new Adam(network.parameters(), new AdamOptions(adam.learningRate()));
          };
    }

    @Override
    public double step(int firstRow, boolean readLoss) {
      try (PointerScope temporary = new PointerScope()) {
        boolean whole = workload.batch() == workload.rows();
        Tensor x = whole ? features : features.narrow(0, firstRow, workload.batch());
        Tensor t = whole ? targets : targets.narrow(0, firstRow, workload.batch());
        optimizer.zero_grad();
        Tensor y = network.forward(x);
        Tensor loss = workload.regression() ? mse_loss(y, t) : cross_entropy(y, t);
        loss.backward();
        // The base class has no step without a closure.
        if (optimizer instanceof SGD sgd) {
          sgd.step();
        } else {
          ((Adam) optimizer).step();
        }
        return readLoss ? loss.item_float() : Double.NaN;
      }
    }

    @Override
    public void close() {
      features.close();
      targets.close();
      optimizer.close();
      network.close();
    }
  }

  private static Tensor tensor(float[] values, long... shape) {
    try (FloatPointer pointer = new FloatPointer(values)) {
      return from_blob(pointer, shape).clone();
    }
  }

  private static Tensor classes(float[] values) {
    long[] indices = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      indices[i] = (long) values[i];
    }
    try (LongPointer pointer = new LongPointer(indices)) {
      TensorOptions options = new TensorOptions().dtype(new ScalarTypeOptional(ScalarType.Long));
      return from_blob(pointer, new long[] {values.length}, options).clone();
    }
  }
}
