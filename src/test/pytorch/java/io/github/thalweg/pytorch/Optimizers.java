package io.github.thalweg.pytorch;

import java.util.Set;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;

/** Optimizers of {@code torch.optim}. A setting that the case leaves out is left to PyTorch, so its default takes part. */
final class Optimizers {
  private Optimizers() {}

  static Optimizer of(Block block, TensorVector parameters) {
    return switch (block.name()) {
      case "sgd" -> sgd(block.allowing(Set.of("lr", "momentum", "nesterov", "weight_decay")), parameters);
      case "adam" -> adam(block.allowing(Set.of("lr", "betas", "eps", "weight_decay")), parameters);
      case "adamw" -> adamw(block.allowing(Set.of("lr", "betas", "eps", "weight_decay")), parameters);
      case "rmsprop" -> rmsprop(block.allowing(Set.of("lr", "alpha", "eps", "weight_decay", "momentum", "centered")), parameters);
      default -> throw new IllegalArgumentException("There is no optimizer " + block.name() + " here.");
    };
  }

  private static Optimizer sgd(Block block, TensorVector parameters) {
    SGDOptions options = new SGDOptions(learningRate(block));
    put(block, "momentum", options.momentum());
    put(block, "nesterov", options.nesterov());
    put(block, "weight_decay", options.weight_decay());
    return new SGD(parameters, options);
  }

  private static Optimizer adam(Block block, TensorVector parameters) {
    AdamOptions options = new AdamOptions(learningRate(block));
    putBetas(block, options.betas());
    put(block, "eps", options.eps());
    put(block, "weight_decay", options.weight_decay());
    return new Adam(parameters, options);
  }

  private static Optimizer adamw(Block block, TensorVector parameters) {
    AdamWOptions options = new AdamWOptions(learningRate(block));
    putBetas(block, options.betas());
    put(block, "eps", options.eps());
    put(block, "weight_decay", options.weight_decay());
    return new AdamW(parameters, options);
  }

  private static Optimizer rmsprop(Block block, TensorVector parameters) {
    RMSpropOptions options = new RMSpropOptions(learningRate(block));
    put(block, "alpha", options.alpha());
    put(block, "eps", options.eps());
    put(block, "weight_decay", options.weight_decay());
    put(block, "momentum", options.momentum());
    put(block, "centered", options.centered());
    return new RMSprop(parameters, options);
  }

  private static double learningRate(Block block) {
    return block.settings().required("lr").doubleValue();
  }

  private static void put(Block block, String setting, DoublePointer option) {
    if (block.has(setting)) {
      option.put(block.settings().get(setting).doubleValue());
    }
  }

  private static void put(Block block, String setting, BoolPointer option) {
    if (block.has(setting)) {
      option.put(block.settings().get(setting).booleanValue());
    }
  }

  /** JavaCPP shows the bare memory of C++'s {@code std::tuple(beta1, beta2)}, whose order is the compiler's; the default beta1 is 0.9. */
  private static void putBetas(Block block, DoublePointer tuple) {
    if (block.has("betas")) {
      int beta1 = tuple.get(0) == 0.9 ? 0 : 1;
      tuple.put(beta1, block.settings().get("betas").get(0).doubleValue());
      tuple.put(1 - beta1, block.settings().get("betas").get(1).doubleValue());
    }
  }
}
