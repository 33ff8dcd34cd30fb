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
    return new Optimizer.Sgd(
        settings.number("lr", 1e-3),
        settings.number("momentum", 0),
        settings.flag("nesterov", false),
        settings.number("weight_decay", 0));
  }

  private static Optimizer adam(Settings settings, double weightDecay, boolean decoupled) {
    double learningRate = settings.number("lr", 1e-3);
    double[] betas = betas(settings);
    return new Optimizer.Adam(
        learningRate,
        betas[0],
        betas[1],
        settings.number("eps", 1e-8),
        settings.number("weight_decay", weightDecay),
        decoupled);
  }

  private static double[] betas(Settings settings) {
    JsonNode node = settings.node("betas");
    if (node.isMissingNode()) {
      return new double[] {0.9, 0.999};
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
    return new Optimizer.RmsProp(
        settings.number("lr", 1e-2),
        settings.number("alpha", 0.99),
        settings.number("eps", 1e-8),
        settings.number("weight_decay", 0),
        settings.number("momentum", 0),
        settings.flag("centered", false));
  }
}
