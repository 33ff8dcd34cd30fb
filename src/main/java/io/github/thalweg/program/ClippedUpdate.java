package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A clip and the update that reads its result: g may be scaled while the update reads it. */
public record ClippedUpdate(StepOp.ClipGradient clip, StepOp.Update update) {
  /** A clip with the update after it, if there is one. */
  public static Optional<ClippedUpdate> of(Op first, Collection<Op> later) {
    return first instanceof StepOp.ClipGradient clip
        ? later.stream()
            .filter(StepOp.Update.class::isInstance)
            .map(StepOp.Update.class::cast)
            .filter(update -> update.gradient().equals(clip.gradient()))
            .findFirst()
            .map(update -> new ClippedUpdate(clip, update))
        : Optional.empty();
  }

  /** Both, in the program's order. */
  public List<Op> ops() {
    return List.of(clip, update);
  }
}
