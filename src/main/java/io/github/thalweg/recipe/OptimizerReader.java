package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.optim.Optimizer;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads an optimizer with PyTorch's names and defaults. */
final class OptimizerReader {
  private static final List<String> NAMES = List.of("sgd", "adam", "adamw", "rmsprop");

  private OptimizerReader() {}

  static Optimizer read(JsonNode node) {
    if (node.isMissingNode()) {
      throw new InvalidInputException(
          "optimizer is missing; give it, for example optimizer: {sgd: {lr: 0.1}}.");
    }
    Settings.Choice choice = Settings.choice("optimizer", node, "an optimizer", NAMES);
    Settings settings = choice.settings();
    Optimizer optimizer =
        switch (choice.name()) {
          case "sgd" -> sgd(settings);
          case "adam" -> adam(settings, 0, false);
          case "adamw" -> adam(settings, 0.01, true);
          default -> rmsProp(settings);
        };
    settings.requireNoOthers();
    return optimizer;
  }

  private static Optimizer sgd(Settings settings) {
    Optimizer.Sgd standard = new Optimizer.Sgd(1e-3);
    return new Optimizer.Sgd(
        settings.number("lr", standard.learningRate()),
        settings.number("momentum", standard.momentum()),
        settings.flag("nesterov", standard.nesterov()),
        settings.number("weight_decay", standard.weightDecay()));
  }

  private static Optimizer adam(Settings settings, double weightDecay, boolean decoupled) {
    Optimizer.Adam standard = new Optimizer.Adam(1e-3);
    double learningRate = settings.number("lr", standard.learningRate());
    double[] betas = betas(settings, standard);
    return new Optimizer.Adam(
        learningRate,
        betas[0],
        betas[1],
        settings.number("eps", standard.epsilon()),
        settings.number("weight_decay", weightDecay),
        decoupled);
  }

  private static double[] betas(Settings settings, Optimizer.Adam standard) {
    JsonNode node = settings.node("betas");
    if (node.isMissingNode()) {
      return new double[] {standard.beta1(), standard.beta2()};
    }
    if (!node.isArray() || node.size() != 2) {
      throw new InvalidInputException(
          settings.name("betas")
              + " must be two numbers, for example [0.9, 0.999]; it is "
              + node
              + ".");
    }
    return node.valueStream()
        .mapToDouble(beta -> Settings.number(settings.name("betas"), beta))
        .toArray();
  }

  private static Optimizer rmsProp(Settings settings) {
    Optimizer.RmsProp standard = new Optimizer.RmsProp(1e-2);
    return new Optimizer.RmsProp(
        settings.number("lr", standard.learningRate()),
        settings.number("alpha", standard.alpha()),
        settings.number("eps", standard.epsilon()),
        settings.number("weight_decay", standard.weightDecay()),
        settings.number("momentum", standard.momentum()),
        settings.flag("centered", standard.centered()));
  }
}
