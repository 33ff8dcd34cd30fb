package io.github.thalweg.kernels;

/**
 * A model for {@link TrainingLoop}, as an IntArray: a header, then {@link #FIELDS} numbers a layer.
 * Places are in the workspace unless said otherwise. The features of the batch come first in the
 * workspace.
 */
public final class Layout {
  /** Number of layers. */
  public static final int LAYERS = 0;

  /** Elements of θ. */
  public static final int PARAMETERS = 1;

  /** Columns of the features. */
  public static final int INPUTS = 2;

  /** Columns of the targets. */
  public static final int TARGETS = 3;

  /** Start of the losses of the rows. */
  public static final int ROW_LOSSES = 4;

  /** Where the norm of g is. */
  public static final int NORM = 5;

  public static final int HEADER = 6;

  /** Of a layer: its inputs. */
  public static final int IN = 0;

  /** Of a layer: its outputs. */
  public static final int OUTPUTS = 1;

  /** Of a layer: where its weights begin in θ. */
  public static final int WEIGHT = 2;

  /** Of a layer: where its biases begin in θ; below 0 if it has none. */
  public static final int BIAS = 3;

  /** Of a layer: its activation. */
  public static final int ACTIVATION = 4;

  /** Of a layer: where its input begins. */
  public static final int INPUT = 5;

  /** Of a layer: where z begins if it is kept, else y once more. */
  public static final int SAVED = 6;

  /** Of a layer: where y begins. */
  public static final int OUTPUT = 7;

  /** Of a layer: where ∂C/∂z begins. */
  public static final int GRADIENT = 8;

  public static final int FIELDS = 9;

  private Layout() {}

  /** Index of the first field of a layer. */
  public static int of(int layer) {
    return HEADER + FIELDS * layer;
  }
}
