package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.engine.tornado.driver.FloatArrays;
import io.github.thalweg.engine.tornado.tasks.SessionArrays;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.util.function.IntToDoubleFunction;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The results of the last step of a session, on the device and on the host.
 *
 * @param offset offset of its batch, in the epoch's order or in the data
 * @param slot place of its loss
 * @param state the completed part of the step
 */
public record LastStep(
    TrainingProgram program,
    SessionPlan plan,
    SessionArrays arrays,
    int offset,
    int slot,
    Progress state) {
  /** The completed part of a step. */
  public enum Progress {
    /** The whole step at once: all its results are in the graph of a step. */
    WHOLE,
    /** The first half: g is on the host. */
    GRADIENT,
    /** Both halves: the graph of an update has g as the update left it. */
    UPDATED
  }

  /** The same with its second half. */
  public LastStep updated() {
    return new LastStep(program, plan, arrays, offset, slot, Progress.UPDATED);
  }

  /** The mean losses of the steps of its table up to this one. */
  public double[] losses() {
    return computed(arrays.losses(), 0, slot + 1);
  }

  /**
   * The elements of a tensor.
   *
   * @param rows rows of the batch, for a tensor that has values for each row
   */
  public double[] read(Tensor tensor, int rows) {
    int count = Math.toIntExact(tensor.elements(rows));
    if (tensor.equals(program.loss().loss())) {
      return computed(arrays.losses(), slot, 1);
    }
    return switch (tensor.role()) {
      case PARAMETER -> held(arrays.theta(), tensor.offset(), count);
      case STATE -> held(arrays.state(), tensor.offset(), count);
      case INPUT, TARGET -> rowsOfData(tensor, rows);
      case GRADIENT -> ofUpdate(tensor, count);
      case METRIC ->
          program.update().tensors().contains(tensor)
              ? ofUpdate(tensor, count)
              : ofStep(tensor, count);
      case ACTIVATION, ACTIVATION_GRADIENT -> ofStep(tensor, count);
    };
  }

  private double[] held(FloatArray array, int first, int count) {
    plan.readBack(array);
    return FloatArrays.doubles(array, first, count);
  }

  private double[] ofStep(Tensor tensor, int count) {
    return computed(
        arrays.of(SessionArrays.TRAIN, tensor), arrays.offset(SessionArrays.TRAIN, tensor), count);
  }

  private double[] computed(FloatArray array, int first, int count) {
    plan.read(SessionArrays.TRAIN, array);
    return FloatArrays.doubles(array, first, count);
  }

  /** g, or a result of an update other than θ and the state. */
  private double[] ofUpdate(Tensor tensor, int count) {
    if (state == Progress.WHOLE) {
      return ofStep(tensor, count);
    }
    FloatArray array = arrays.of(SessionArrays.UPDATE, tensor);
    if (state == Progress.UPDATED) {
      plan.read(SessionArrays.UPDATE, array);
    }
    return FloatArrays.doubles(array, arrays.offset(SessionArrays.UPDATE, tensor), count);
  }

  /** The rows of the batch, from the host: kernels only read them. */
  private double[] rowsOfData(Tensor tensor, int rows) {
    IntToDoubleFunction element =
        switch (tensor.kind()) {
          case FLOAT32 -> arrays.of(SessionArrays.TRAIN, tensor)::get;
          case INT32 -> arrays.classes()::get;
        };
    int columns = tensor.columns();
    boolean shuffled = arrays.shuffled(SessionArrays.TRAIN);
    double[] values = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      int row = shuffled ? arrays.order().get(offset + i) : offset + i;
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = element.applyAsDouble(row * columns + j);
      }
    }
    return values;
  }
}
