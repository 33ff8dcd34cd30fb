package io.github.thalweg.engine.reference;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.SlicedInference;
import io.github.thalweg.program.Inference;
import java.util.stream.IntStream;

/** Interprets a forward pass one operation after the other. */
final class ReferenceInference extends SlicedInference {
  private final OpInterpreter interpreter;

  ReferenceInference(Inference inference, float[] parameters) {
    super(inference);
    double[] theta =
        IntStream.range(0, parameters.length).mapToDouble(i -> parameters[i]).toArray();
    interpreter = new OpInterpreter(inference.phase(), theta, new double[0], new double[0]);
  }

  @Override
  protected void run(Dataset rows, int offset, int count, float[] outputs) {
    interpreter.batch(rows, IntStream.range(offset, offset + count).toArray());
    interpreter.load(inference.input());
    interpreter.run(inference.phase().ops(), null);
    double[] slice = interpreter.read(inference.output());
    int first = offset * inference.model().outputs();
    for (int i = 0; i < slice.length; i++) {
      outputs[first + i] = (float) slice[i];
    }
  }

  @Override
  protected void release() {}
}
