package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Whole training steps of a small model, their number from {@code launch}, in one kernel: forward
 * pass, loss, gradients, clipping and update by the formulas of the other kernels, with a barrier
 * at the end of each.
 *
 * <p>Shapes: features, targets, θ, g and state as elsewhere; a step's intermediate values are in
 * {@code workspace}, at the places of {@link Layout}; {@code rule} holds the constants of the
 * optimizer.
 *
 * <p>Versions: one work group, of one work item on a CPU, because a barrier between many would cost
 * more than they save; a model of one layer that one work item trains goes through {@link
 * SingleLayerPass}. Checked against the float64 reference over steps, with one work item and with
 * many.
 */
public final class TrainingLoop {
  public static final int SGD = 0;
  public static final int ADAM = 1;
  public static final int RMS_PROP = 2;

  private TrainingLoop() {}

  /**
   * The steps of the table from the current one on, with a loss that takes numbers, one for each
   * output.
   *
   * @param maximum of the norm of g, 0 for none
   * @param oneLayer the activation of a model of one layer that one work item trains, below 0 for
   *     every other
   */
  public static void train(
      KernelContext context,
      IntArray layout,
      FloatArray rule,
      IntArray launch,
      IntArray window,
      FloatArray rates,
      FloatArray losses,
      FloatArray features,
      FloatArray targets,
      IntArray order,
      FloatArray theta,
      FloatArray state,
      FloatArray gradient,
      FloatArray workspace,
      int shuffled,
      int loss,
      float delta,
      float maximum,
      int optimizer,
      int oneLayer) {
    steps(
        context, layout, rule, launch, window, rates, losses, features, targets, order, order,
        theta, state, gradient, workspace, shuffled, loss, delta, maximum, optimizer, oneLayer);
  }

  /** The same with cross_entropy, which takes classes, one for each row. */
  public static void trainOnClasses(
      KernelContext context,
      IntArray layout,
      FloatArray rule,
      IntArray launch,
      IntArray window,
      FloatArray rates,
      FloatArray losses,
      FloatArray features,
      IntArray classes,
      IntArray order,
      FloatArray theta,
      FloatArray state,
      FloatArray gradient,
      FloatArray workspace,
      int shuffled,
      float maximum,
      int optimizer,
      int oneLayer) {
    steps(
        context,
        layout,
        rule,
        launch,
        window,
        rates,
        losses,
        features,
        features,
        classes,
        order,
        theta,
        state,
        gradient,
        workspace,
        shuffled,
        LossAndGradient.CROSS_ENTROPY,
        0f,
        maximum,
        optimizer,
        oneLayer);
  }

  /** The steps; of targets and classes they read what the loss takes. */
  private static void steps(
      KernelContext context,
      IntArray layout,
      FloatArray rule,
      IntArray launch,
      IntArray window,
      FloatArray rates,
      FloatArray losses,
      FloatArray features,
      FloatArray targets,
      IntArray classes,
      IntArray order,
      FloatArray theta,
      FloatArray state,
      FloatArray gradient,
      FloatArray workspace,
      int shuffled,
      int loss,
      float delta,
      float maximum,
      int optimizer,
      int oneLayer) {
    int item = context.localIdx;
    int items = context.localGroupSizeX;
    int begin = window.get(Window.SLOT);
    int end = begin + launch.get(0);
    for (int slot = begin; slot < end; slot++) {
      int offset = window.get(Window.entry(slot));
      int rows = window.get(Window.entry(slot) + 1);
      float lossSum = 0f;
      if (oneLayer >= 0) {
        lossSum =
            onePass(
                layout, features, targets, classes, order, shuffled, offset, rows, theta, gradient,
                workspace, oneLayer, loss, delta);
      } else {
        forwardAndBackward(
            context, layout, window, features, targets, classes, order, shuffled, offset, rows,
            theta, gradient, workspace, loss, delta, item, items);
        if (item == 0) {
          int at = layout.get(Layout.ROW_LOSSES);
          lossSum = Sums.sum(workspace, at, at + rows);
        }
      }
      if (maximum > 0f) {
        if (item == 0) {
          int norm = layout.get(Layout.NORM);
          workspace.set(norm, ClipGradient.norm(gradient, layout.get(Layout.PARAMETERS)));
        }
        context.globalBarrier();
      }
      int count = layout.get(Layout.PARAMETERS);
      for (int i = item; i < count; i += items) {
        float g = gradient.get(i);
        if (maximum > 0f) {
          g = ClipGradient.clipped(g, workspace.get(layout.get(Layout.NORM)), maximum);
          gradient.set(i, g);
        }
        update(theta, state, i, count, g, rates, Rates.entry(slot), rule, optimizer);
      }
      if (item == 0) {
        losses.set(slot, lossSum / ((float) rows * layout.get(Layout.TARGETS)));
      }
      context.globalBarrier();
    }
    if (item == 0) {
      Window.moveTo(end, window, rates);
    }
  }

  /** From the batch to the gradient, with the rows of the batch in the workspace. */
  private static void forwardAndBackward(
      KernelContext context,
      IntArray layout,
      IntArray window,
      FloatArray features,
      FloatArray targets,
      IntArray classes,
      IntArray order,
      int shuffled,
      int offset,
      int rows,
      FloatArray theta,
      FloatArray gradient,
      FloatArray workspace,
      int loss,
      float delta,
      int item,
      int items) {
    int layers = layout.get(Layout.LAYERS);
    copyRows(
        features, order, shuffled, offset, rows, layout.get(Layout.INPUTS), workspace, item, items);
    context.globalBarrier();
    for (int layer = 0; layer < layers; layer++) {
      forward(layout, Layout.of(layer), theta, workspace, window, rows, item, items);
      context.globalBarrier();
    }
    int last = Layout.of(layers - 1);
    int outputs = layout.get(last + Layout.OUTPUTS);
    for (int i = item; i < rows; i += items) {
      int at = i * outputs;
      int target = Rows.of(order, shuffled, offset, i);
      int dy = layout.get(last + Layout.GRADIENT) + at;
      float sum =
          LossAndGradient.row(
              workspace,
              layout.get(last + Layout.OUTPUT) + at,
              targets,
              classes,
              target,
              workspace,
              dy,
              rows,
              outputs,
              loss,
              delta);
      LossAndGradient.applySlope(
          workspace,
          layout.get(last + Layout.SAVED) + at,
          workspace,
          dy,
          outputs,
          layout.get(last + Layout.ACTIVATION));
      workspace.set(layout.get(Layout.ROW_LOSSES) + i, sum);
    }
    context.globalBarrier();
    for (int layer = layers - 1; layer >= 0; layer--) {
      backward(layout, Layout.of(layer), theta, workspace, window, gradient, rows, item, items);
      context.globalBarrier();
    }
  }

  /** The same for a model of one layer, by one work item. */
  private static float onePass(
      IntArray layout,
      FloatArray features,
      FloatArray targets,
      IntArray classes,
      IntArray order,
      int shuffled,
      int offset,
      int rows,
      FloatArray theta,
      FloatArray gradient,
      FloatArray workspace,
      int activation,
      int loss,
      float delta) {
    int layer = Layout.of(0);
    return SingleLayerPass.rows(
        features,
        targets,
        classes,
        order,
        shuffled,
        offset,
        0,
        rows,
        rows,
        theta,
        workspace,
        layout.get(layer + Layout.SAVED),
        workspace,
        layout.get(layer + Layout.OUTPUT),
        workspace,
        layout.get(layer + Layout.GRADIENT),
        gradient,
        0,
        layout.get(layer + Layout.IN),
        layout.get(layer + Layout.OUTPUTS),
        layout.get(layer + Layout.BIAS),
        activation,
        loss,
        delta);
  }

  private static void copyRows(
      FloatArray features,
      IntArray order,
      int shuffled,
      int offset,
      int rows,
      int inputs,
      FloatArray workspace,
      int item,
      int items) {
    for (int e = item; e < rows * inputs; e += items) {
      int row = Rows.of(order, shuffled, offset, e / inputs);
      workspace.set(e, features.get(row * inputs + e % inputs));
    }
  }

  private static void forward(
      IntArray layout,
      int layer,
      FloatArray theta,
      FloatArray workspace,
      IntArray window,
      int rows,
      int item,
      int items) {
    int inputs = layout.get(layer + Layout.IN);
    int outputs = layout.get(layer + Layout.OUTPUTS);
    int blocks = Block.count(rows) * Block.count(outputs);
    for (int block = item; block < blocks; block += items) {
      Linear.block(
          workspace,
          layout.get(layer + Layout.INPUT),
          window,
          0,
          0,
          theta,
          workspace,
          layout.get(layer + Layout.SAVED),
          workspace,
          layout.get(layer + Layout.OUTPUT),
          rows,
          4 * (block / Block.count(outputs)),
          4 * (block % Block.count(outputs)),
          inputs,
          outputs,
          layout.get(layer + Layout.WEIGHT),
          layout.get(layer + Layout.BIAS),
          layout.get(layer + Layout.ACTIVATION),
          1);
    }
  }

  private static void backward(
      IntArray layout,
      int layer,
      FloatArray theta,
      FloatArray workspace,
      IntArray window,
      FloatArray gradient,
      int rows,
      int item,
      int items) {
    int inputs = layout.get(layer + Layout.IN);
    int outputs = layout.get(layer + Layout.OUTPUTS);
    int dz = layout.get(layer + Layout.GRADIENT);
    int weight = layout.get(layer + Layout.WEIGHT);
    int blocks = Block.count(outputs) * Block.count(inputs);
    for (int block = item; block < blocks; block += items) {
      ParameterGradient.block(
          workspace,
          dz,
          workspace,
          layout.get(layer + Layout.INPUT),
          window,
          0,
          0,
          0,
          rows,
          gradient,
          0,
          4 * (block / Block.count(inputs)),
          4 * (block % Block.count(inputs)),
          inputs,
          outputs,
          weight,
          layout.get(layer + Layout.BIAS));
    }
    int below = layer - Layout.FIELDS;
    if (below >= Layout.HEADER) {
      int inputBlocks = Block.count(rows) * Block.count(inputs);
      for (int block = item; block < inputBlocks; block += items) {
        InputGradient.block(
            workspace,
            dz,
            theta,
            workspace,
            layout.get(below + Layout.SAVED),
            workspace,
            layout.get(below + Layout.GRADIENT),
            rows,
            4 * (block / Block.count(inputs)),
            4 * (block % Block.count(inputs)),
            inputs,
            outputs,
            weight,
            layout.get(below + Layout.ACTIVATION));
      }
    }
  }

  private static void update(
      FloatArray theta,
      FloatArray state,
      int i,
      int count,
      float g,
      FloatArray rates,
      int entry,
      FloatArray rule,
      int optimizer) {
    float rate = rates.get(entry);
    if (optimizer < ADAM) {
      int nesterov = (int) rule.get(2);
      Sgd.element(theta, state, i, g, rate, rule.get(0), rule.get(1), nesterov);
    } else if (optimizer < RMS_PROP) {
      int decoupled = (int) rule.get(6);
      Adam.element(
          theta,
          state,
          i,
          count,
          g,
          rate,
          rates.get(entry + Rates.CORRECTION1),
          rates.get(entry + Rates.CORRECTION2),
          rule.get(0),
          rule.get(1),
          rule.get(2),
          rule.get(3),
          rule.get(4),
          rule.get(5),
          decoupled);
    } else {
      int centered = (int) rule.get(5);
      RmsProp.element(
          theta,
          state,
          i,
          count,
          g,
          rate,
          rule.get(0),
          rule.get(1),
          rule.get(2),
          rule.get(3),
          rule.get(4),
          centered);
    }
  }
}
