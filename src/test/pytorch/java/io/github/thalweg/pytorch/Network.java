package io.github.thalweg.pytorch;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cross_entropy;
import static org.bytedeco.pytorch.global.torch.huber_loss;
import static org.bytedeco.pytorch.global.torch.mse_loss;

import java.nio.DoubleBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.GELUImpl;
import org.bytedeco.pytorch.HuberLossOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.SigmoidImpl;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.TanhImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.JsonNode;

/** {@code nn.Sequential} in float64 with the loss on top of it. */
final class Network {
  private final SequentialImpl layers = new SequentialImpl();
  private final Block loss;

  /** Initialised by {@code nn.Linear} in float32 and only then made float64, so that every initial value is a float32 value. */
  Network(Case run) {
    int width = run.data().columns();
    for (JsonNode value : run.model()) {
      Block layer = Block.of(value);
      switch (layer.name()) {
        case "dense" -> {
          layers.push_back(new LinearImpl(width, layer.width()));
          width = layer.width();
        }
        case "relu" -> layers.push_back(new ReLUImpl());
        case "tanh" -> layers.push_back(new TanhImpl());
        case "sigmoid" -> layers.push_back(new SigmoidImpl());
        case "gelu" -> layers.push_back(new GELUImpl()); // approximate = "none": the exact x·Φ(x), through erf
        default -> throw new IllegalArgumentException("There is no layer " + layer.name() + " here.");
      }
    }
    layers.to(ScalarType.Double, false);
    loss = Block.of(run.loss()).allowing(Set.of("delta"));
  }

  /** The loss on these examples: a mean over all elements of the output or, for {@code cross_entropy}, over the rows. */
  Tensor loss(Examples examples) {
    Tensor output = layers.forward(examples.features());
    return switch (loss.name()) {
      case "mse" -> mse_loss(output, examples.targets());
      case "huber" -> {
        HuberLossOptions options = new HuberLossOptions();
        if (loss.has("delta")) {
          options.delta().put(loss.settings().get("delta").doubleValue());
        }
        yield huber_loss(output, examples.targets(), options);
      }
      case "bce_with_logits" -> binary_cross_entropy_with_logits(output, examples.targets());
      case "cross_entropy" -> cross_entropy(output, examples.targets());
      default -> throw new IllegalArgumentException("There is no loss " + loss.name() + " here.");
    };
  }

  TensorVector parameterTensors() {
    return layers.parameters();
  }

  /** Values by PyTorch's names, row-major; the index in a name counts activations too. */
  Map<String, double[]> parameters() {
    return read(parameter -> parameter);
  }

  /** The gradient as it stands, by the names of the parameters. */
  Map<String, double[]> gradient() {
    return read(Tensor::grad);
  }

  void set(Map<String, double[]> values) {
    try (NoGradGuard noGradient = new NoGradGuard()) {
      StringTensorDict named = layers.named_parameters();
      for (String name : parameters().keySet()) {
        Tensor parameter = named.get(name);
        parameter.copy_(Tensor.create(values.get(name), parameter.shape()));
      }
    }
  }

  private Map<String, double[]> read(UnaryOperator<Tensor> part) {
    StringTensorDict named = layers.named_parameters();
    Map<String, double[]> values = new LinkedHashMap<>();
    for (long i = 0; i < named.size(); i++) {
      values.put(named.get(i).key().getString(), values(part.apply(named.get(i).value())));
    }
    return values;
  }

  /** A float64 tensor's values, row-major. */
  static double[] values(Tensor tensor) {
    DoubleBuffer buffer = tensor.contiguous().createBuffer();
    double[] values = new double[(int) tensor.numel()];
    buffer.get(values);
    return values;
  }
}
