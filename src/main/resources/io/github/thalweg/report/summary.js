// The top of the page: what was trained, how it ended, and the most important figures.

function summary(runs, title) {
  const run = runs[0];
  const about = run.about;
  return [
    el("header", { class: "top" },
      el("div", {},
        el("h1", {}, title),
        el("p", { class: "lead" }, runs.length > 1
          ? `${runs.length} runs side by side.`
          : `${architecture(run)}, ${counted(about.parameters, "parameter")}; ${counted(about.rows.train, "row")} train`
            + `${about.rows.test ? ", " + whole(about.rows.test) + " test" : ""}, ${whole(about.batch)} a step; on ${deviceNames(about)}.`)),
      themeButton()),
    ...runs.map(outcome).filter(Boolean),
    ...runs.filter(run => run.damage).map(run => el("div", { class: "banner", "data-status": "damaged" }, run.damage)),
  ];
}

/** How a run ended, if it did not simply complete. */
function outcome(run) {
  if (run.live) return liveBanner(run);
  const end = run.about.outcome, status = ending(run);
  if (status === "completed") return null;
  const done = epochsDone(run), epochs = whole(run.about.epochs);
  const text = {
    stopped: done === undefined ? `Stopped before the end of its ${epochs} epochs.` : `Stopped after ${counted(done, "whole epoch")} of ${epochs}.`,
    failed: end && end.message,
    diverged: end && end.message,
    stalled: end && end.message,
    unfinished: "The run is not finished" + (done === undefined ? "." : `: ${counted(done, "epoch")} of ${epochs}.`),
    unknown: "How the run ended is not known: its about.json is missing or damaged.",
  }[status];
  return el("div", { class: "banner" + (/failed|diverged|stalled/.test(status) ? "" : " calm"), "data-status": status }, (run.many ? run.label + ": " : "") + text);
}

function tile(title, value, note) {
  return el("div", { class: "tile" }, el("dt", {}, title), el("dd", {}, value, note && el("small", {}, note)));
}

/** How the last value of a metric compares with earlier values, if there are any. */
function besideTheBest(run, key, format) {
  if (column(run, key).filter(Number.isFinite).length < 2) return "";
  const top = best(run, key);
  return top[key] === lastOf(run, key) ? ", the best" : `; best ${format(top[key])} in epoch ${whole(top.epoch)}`;
}

/** The result of always giving the same answer, to compare with a figure of the test part. */
function besideOneAnswer(run, key, format) {
  const { part, baseline } = (run.evaluation && run.evaluation.quality) || {};
  const other = baseline && part === "test" && { test_accuracy: baseline.accuracy, test_rmse: baseline.rmse }[key];
  if (!Number.isFinite(other)) return "";
  const answer = key === "test_rmse" ? "the mean" : baseline.class === undefined ? "the more frequent value" : "“" + baseline.class + "”";
  return `; always answering ${answer}: ${format(other)}`;
}

/** The figures of one run. Returns {element, update()}. */
function tiles(run) {
  const list = el("dl", { class: "tiles" });
  const update = () => {
    const shown = [];
    for (const [key, title, format] of [["test_accuracy", "test accuracy", percent], ["test_rmse", "test RMSE", number], ["test_loss", "test loss", number], ["train_loss", "train loss", number]]) {
      if (has(run, key)) shown.push(tile(title, format(lastOf(run, key)), "in the last epoch" + (run.damage ? " that is known" : "") + besideTheBest(run, key, format) + besideOneAnswer(run, key, format)));
    }
    const done = epochsDone(run), { epochs, steps_per_epoch: steps } = run.about;
    const { samples_per_second: samples, no_speed: why } = run.about.outcome || {};
    shown.push(
      tile("epochs", orDash(done, whole), done === undefined ? "of " + whole(epochs) : done < epochs ? "done of " + whole(epochs) : counted(steps, "step") + " each"),
      tile("training time", orDash(trainingTime(run), duration), (epochsKnown(run) < done ? `of ${counted(epochsKnown(run), "epoch")}, ` : "") + "without evaluation"));
    if (samples || why) shown.push(tile("speed", samples ? short(samples) : "–", samples ? "samples/s, in the last epochs" : "samples/s; " + why));
    list.replaceChildren(...shown);
  };
  update();
  return { element: list, update };
}

/** How a run ended, in the words of its about.json. */
function ending(run) {
  return run.about.outcome ? run.about.outcome.status : run.about.started ? "unfinished" : "unknown";
}
