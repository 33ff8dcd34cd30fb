package io.github.thalweg.train;

import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.files.WholeFile;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes {@code about.json} for a run that a program trains without a report, so that its settings
 * and its end are known later. A report of the run writes its own {@code about.json}, with the
 * device and the command.
 */
final class UnreportedRun implements TrainingListener {
  private final RunFolder folder;
  private PreparedRun run;
  private Instant started = Instant.now();
  private OptionalDouble firstLoss = OptionalDouble.empty();
  private Optional<EpochMetrics> firstEpoch = Optional.empty();
  private Optional<EpochMetrics> last = Optional.empty();
  private boolean stopped;

  UnreportedRun(RunFolder folder) {
    this.folder = folder;
  }

  @Override
  public void started(PreparedRun run, Session session) {
    this.run = run;
    started = Instant.now();
    stopped = false;
  }

  @Override
  public void begun(double loss) {
    firstLoss = OptionalDouble.of(loss);
  }

  @Override
  public void epochEnded(EpochMetrics metrics, State state) {
    firstEpoch = firstEpoch.or(() -> Optional.of(metrics));
    last = Optional.of(metrics);
  }

  @Override
  public void stopped(State state, EpochProgress progress) {
    stopped = true;
  }

  @Override
  public void ended() {
    if (run == null || !isOurs(folder.about())) {
      return;
    }
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("started", started.toString());
    about.putAll(About.of(run));
    about.put("outcome", outcome());
    try {
      WholeFile.write(folder.aboutFile(), JsonMapper.shared().writeValueAsString(about));
    } catch (IOException _) {
      // Not a reason to fail the run: readers of the file say that it is missing.
    }
  }

  /** Whether there is no file yet, or one that this class wrote. */
  private static boolean isOurs(JsonNode about) {
    return about.isMissingNode() || !(about.has("command") || about.has("resumed"));
  }

  private Map<String, Object> outcome() {
    Map<String, Object> outcome = new LinkedHashMap<>();
    int epochs = last.map(EpochMetrics::epoch).orElse(0);
    if (stopped) {
      outcome.put("status", RunStatus.STOPPED.key());
    } else if (epochs < run.program().training().epochs()) {
      outcome.put("status", RunStatus.FAILED.key());
      outcome.put(
          "message",
          "The run failed after "
              + epochs
              + " of its epochs; the program that trained it has the reason.");
    } else {
      Ending ending =
          Ending.of(run, firstLoss, firstEpoch.orElseThrow().trainLoss(), last.orElseThrow());
      outcome.put("status", ending.status().key());
      ending.caution().ifPresent(message -> outcome.put("message", message));
    }
    return outcome;
  }
}
