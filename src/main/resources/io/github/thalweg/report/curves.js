// The course of training, epoch by epoch.

const LOSS_NAMES = { mse: "mean squared error", huber: "Huber loss", bce_with_logits: "binary cross-entropy, nats", cross_entropy: "cross-entropy, nats" };

/** The charts for the course of one or several runs; answer: their closed-form answer, or null. Returns {element, update()}. */
function curves(runs, answer) {
  const common = { xLabel: "epoch", named: runs.length > 1 };
  const charts = [];
  const add = (spec, keys, among = runs) => {
    if (!keys.some(([key]) => among.some(run => has(run, key) || run.live && expected(run, key)))) return;
    const series = () => withLevel(seriesOf(among, keys), spec.level);
    const chart = lineChart({ ...common, ...spec, series: series() });
    charts.push({ element: chart.element, update: () => chart.update(series()) });
  };
  const shares = { yLabel: "share of rows that are right", format: value => withUnit(Number((100 * value).toPrecision(4)), "%"), exact: percent };
  const train = ["train_loss", "train"], test = ["test_loss", "test"];
  const trainAccuracy = ["train_accuracy", "train"], testAccuracy = ["test_accuracy", "test"];
  const floor = answer && {
    lead: "Dashed: the loss of the least-squares answer. No weights have a lower loss over all training rows.",
    level: { name: "least squares", value: answer.loss },
  };
  const ofLoss = { format: number, canLog: true };
  if (runs.length === 1) {
    add({ id: "loss", title: "Loss", yLabel: lossName(runs[0]), ...ofLoss, ...floor }, [train, test]);
    add({ id: "accuracy", title: "Accuracy", ...shares }, [trainAccuracy, testAccuracy]);
  } else {
    byLoss(runs).forEach((among, i) => {
      const yLabel = lossName(among[0]), nth = i ? "-" + (i + 1) : "";
      add({ id: "loss" + nth, title: "Train loss", yLabel, ...ofLoss, ...floor }, [train], among);
      add({ id: "test-loss" + nth, title: "Test loss", yLabel, ...ofLoss }, [test], among);
    });
    add({ id: "accuracy", title: "Test accuracy", ...shares }, [testAccuracy]);
    add({ id: "train-accuracy", title: "Train accuracy", ...shares }, [trainAccuracy]);
  }
  add({ id: "rmse", title: "Test RMSE", yLabel: severalTargets(runs) ? "over all targets, in their units" : "in the target's units", ...ofLoss }, [["test_rmse", "test"]]);
  add({ id: "learning-rate", title: "Learning rate", yLabel: "λ in the epoch's last step", format: number, canLog: true }, [["learning_rate", "λ"]]);
  add({ id: "gradient-norm", title: "Gradient norm", lead: gradientLead(runs), yLabel: gradientLabel(runs), format: number, canLog: true }, [["gradient_norm", "‖g‖"]]);
  add({ id: "speed", title: "Speed", yLabel: "samples (rows) per second of training", format: short }, [["samples_per_second", "speed"]]);
  charts.push(runs.length === 1 ? timeChart(runs[0]) : null);
  if (runs.length > 1) add({ id: "time", title: "Training time", yLabel: "of an epoch, without evaluation", format: duration, canLog: true }, [["seconds", "time"]]);
  const present = charts.filter(Boolean);
  return {
    element: chapter("course", "The course of training",
      courseLead(runs),
      el("div", { class: "grid" }, ...present.map(chart => chart.element))),
    update: () => present.forEach(chart => chart.update()),
  };
}

function lossName({ about }) {
  return LOSS_NAMES[about.loss] || "loss";
}

/** The runs of each loss: values of different losses cannot be compared. */
function byLoss(runs) {
  const losses = [...new Set(runs.map(run => run.about.loss))];
  return losses.map(loss => runs.filter(run => run.about.loss === loss));
}

/** How the figures of an epoch are measured, for the figures that exist. */
function courseLead(runs) {
  const any = key => runs.some(run => has(run, key) || run.live && expected(run, key));
  const tested = any("test_loss");
  const after = [
    tested && "test loss",
    tested && any("test_accuracy") ? "both accuracies" : any("train_accuracy") && "accuracy",
    any("test_rmse") && "test RMSE",
  ].filter(Boolean);
  return "Train loss is the mean of the losses in an epoch, each taken before the update of its step"
    + (after.length ? `; ${after.join(" and ")} ${after.length > 1 ? "are" : "is"} measured after the epoch.` : ".");
}

function gradientLabel(runs) {
  return "‖g‖, length of the last step's gradient" + (runs.some(run => run.settings.clip_norm !== undefined) ? ", unclipped" : "");
}

/** What the length of a gradient means, and why it jumps. */
function gradientLead(runs) {
  const batches = runs.some(({ about }) => about.batch < about.rows.train);
  return "How steep the loss was at the last step of the epoch; near 0 there is nothing left to descend."
    + (batches ? " A step sees only its own batch, so the value of one epoch says little; look at the trend over many epochs." : "");
}

function severalTargets(runs) {
  return runs.some(run => run.evaluation && (run.evaluation.regression || []).length > 1);
}

/** Whether a run that has just started will have a metric. */
function expected({ about }, key) {
  const classifies = /cross_entropy|bce/.test(about.loss);
  return (!/^test_/.test(key) || about.rows.test > 0) && (!/accuracy/.test(key) || classifies) && (!/rmse/.test(key) || !classifies);
}

/** A series for each metric of the only run, or for each of several runs; a single series if these are all the same. */
function seriesOf(runs, keys) {
  if (!runs[0].many) {
    return keys.map(([key, name], i) => ({ name, color: COLORS[keys.length === 1 && /test/.test(key) ? 1 : i], ...points(runs[0], key) })).filter(s => s.x.length);
  }
  const series = runs.filter(run => has(run, keys[0][0])).map(run => ({ name: run.label, color: run.color, ...points(run, keys[0][0]) }));
  const same = series.length > 1 && series.length === runs.length && series.every(({ x, y }) => String([x, y]) === String([series[0].x, series[0].y]));
  return same ? [{ ...series[0], name: "all runs", color: "var(--soft)" }] : series;
}

/** The series, and with them a level {name, value} as a dashed line over all their epochs. */
function withLevel(series, level) {
  if (!level || !series.length) return series;
  const { x } = series.reduce((a, b) => b.x.length > a.x.length ? b : a);
  return [...series, { name: level.name, color: "var(--soft)", dash: "6 4", x, y: x.map(() => level.value) }];
}

function points(run, key) {
  return has(run, key) ? { x: column(run, "epoch"), y: column(run, key) } : { x: [], y: [] };
}

/** How each epoch spent its seconds, as far as the engine knows. On the CPU, device and host are the same. */
function timeChart(run) {
  const apart = [run.about, ...(run.about.resumed || [])].some(({ device }) => device && !isHost(device));
  const part = (place, what) => apart ? place + ": " + what : what;
  const spec = () => {
    const order = column(run, "order_seconds").map(zeroIfMissing);
    return {
      x: column(run, "epoch"),
      parts: [
        { name: part("device", "steps"), color: "var(--c0)", values: column(run, "seconds").map((s, i) => Math.max(0, s - order[i])) },
        { name: part("data", "shuffling the rows"), color: "var(--c4)", values: order },
        { name: part("device", "evaluation"), color: "var(--c5)", values: column(run, "evaluation_seconds").map(zeroIfMissing) },
        { name: part("host", apart ? "reading back and saving" : "saving"), color: "var(--c3)", values: column(run, "host_seconds").map(zeroIfMissing) },
      ].filter(part => part.values.some(value => value > 0)),
    };
  };
  const chart = stackedBars({ id: "time", title: "Time per epoch", lead: "Wall-clock time; the figures are medians of the epochs.", xLabel: "epoch", format: duration, ...spec() });
  return { element: chart.element, update: () => chart.update(spec()) };
}

function zeroIfMissing(value) {
  return Number.isFinite(value) ? value : 0;
}
