package io.github.thalweg.bench;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.TrainingProgram;
import java.util.Optional;

/**
 * A device that trains as the CPU does and reports wrong losses of one workload.
 *
 * @param workload the one that it gets wrong; null for everything
 * @param factor by which its losses are wrong
 * @param fromStep the first step, from 0, that is wrong
 */
public record LossFactorDevice(Workload workload, double factor, long fromStep) implements Device {
  @Override
  public DeviceInfo info() {
    return new DeviceInfo(
        "wrong:0",
        "wrong",
        "A wrong device",
        "java",
        "cpu",
        "wrong",
        1L << 30,
        1,
        Optional.empty());
  }

  @Override
  public InferenceSession open(Inference inference, float[] parameters) {
    return Devices.find("cpu").open(inference, parameters);
  }

  @Override
  public Session open(TrainingProgram program) {
    Session right = Devices.find("cpu").open(program);
    return workload == null || program.training().equals(workload.training())
        ? new WrongSession(right)
        : right;
  }

  private final class WrongSession implements Session {
    private final Session right;

    private WrongSession(Session right) {
      this.right = right;
    }

    @Override
    public double[] train(int steps) {
      long first = right.step();
      double[] losses = right.train(steps);
      for (int i = 0; i < losses.length; i++) {
        if (first + i >= fromStep) {
          losses[i] *= factor;
        }
      }
      return losses;
    }

    @Override
    public void computeGradient() {
      right.computeGradient();
    }

    @Override
    public void gradient(float[] g) {
      right.gradient(g);
    }

    @Override
    public double applyGradient() {
      return right.applyGradient() * factor;
    }

    @Override
    public void load(Dataset train, Optional<Dataset> test) {
      right.load(train, test);
    }

    @Override
    public long step() {
      return right.step();
    }

    @Override
    public void stop() {
      right.stop();
    }

    @Override
    public float[] outputs(Part part) {
      return right.outputs(part);
    }

    @Override
    public Evaluation evaluate(Part part) {
      return right.evaluate(part);
    }

    @Override
    public Evaluation evaluate(Part part, int rows) {
      return right.evaluate(part, rows);
    }

    @Override
    public float[] parameters() {
      return right.parameters();
    }

    @Override
    public void parameters(float[] theta) {
      right.parameters(theta);
    }

    @Override
    public float[] gradient() {
      return right.gradient();
    }

    @Override
    public State state() {
      return right.state();
    }

    @Override
    public void state(State state) {
      right.state(state);
    }

    @Override
    public double[] read(Tensor tensor) {
      return right.read(tensor);
    }

    @Override
    public void close() {
      right.close();
    }
  }
}
