// Several runs side by side: their differences and their results.

const OUTCOMES = [
  { key: "train_loss", title: "train loss", format: number },
  { key: "test_loss", title: "test loss", format: number },
  { key: "test_accuracy", title: "test accuracy", format: percent },
  { key: "test_rmse", title: "test RMSE", format: number },
];

/** The chapter of the table; answer: the runs' closed-form answer, or null. */
function comparison(runs, differing, answer) {
  const outcomes = OUTCOMES.filter(({ key }) => runs.some(run => has(run, key)))
    .map(outcome => ({ ...outcome, best: bestOfRuns(runs, outcome.key) }));
  const named = outcomes.some(({ key }) => key === "test_accuracy") ? "Losses and accuracies" : "Losses";
  const unmarked = outcomes.filter(({ best }) => best === undefined).length;
  const bold = unmarked === 0 ? "; the best of each is in bold."
    : unmarked < outcomes.length ? "; the best is in bold if the runs have the same data and loss."
    : "; none is marked as the best, because the runs do not have the same data and loss.";
  return chapter("table", "Differences and results",
    `${named} are those of the last epoch${outcomes.length ? bold : "."}`
      + (answer ? " Below them is the least-squares answer: no weights have a lower train loss." : ""),
    comparisonTable(runs, differing, outcomes, answer));
}

/** The best result of the runs that did not fail; undefined if the runs cannot be ranked. */
function bestOfRuns(runs, key) {
  const measured = runs.filter(run => has(run, key));
  const measure = run => JSON.stringify([dataOf(run), /loss/.test(key) && run.about.settings?.loss]);
  if (measured.length < 2 || new Set(measured.map(measure)).size > 1) return undefined;
  const values = measured.filter(run => ending(run) !== "failed").map(run => lastOf(run, key)).filter(value => value !== undefined);
  return values.length ? (/accuracy/.test(key) ? Math.max : Math.min)(...values) : undefined;
}

/** The data of a run; standardized or not, they are the same. */
function dataOf({ about: { settings } }) {
  return { ...settings?.data, standardize: undefined };
}

/** Whether the name of a run's folder says more than its label: the folders of a sweep are also named by the differences. */
function saysMore(name, label) {
  const words = text => text.replace(/[ =,]/g, "");
  return words(name) !== words(label);
}

/** A row for each run, and one for the answer. A long list of settings comes after the results. */
function comparisonTable(runs, differing, outcomes, answer) {
  const settings = differing.map(key => ({ title: key, of: run => String(run.settings[key] ?? "–") }));
  const results = [
    ...outcomes.map(({ key, title, format, best }) => ({
      key,
      title,
      right: true,
      of: run => orDash(lastOf(run, key), format),
      isBest: run => best !== undefined && lastOf(run, key) === best,
    })),
    { title: "epochs", right: true, of: run => orDash(epochsDone(run), whole) },
    { title: "training time", right: true, of: run => orDash(trainingTime(run), duration) },
    ...(runs.some(run => ending(run) !== "completed") ? [{ title: "ended", of: ending }] : []),
  ];
  const columns = differing.length > MOST_IN_A_LABEL ? [...results, ...settings] : [...settings, ...results];
  const kind = ({ right, isBest }, run) => [right && "right", isBest && run && isBest(run) && "best"].filter(Boolean).join(" ") || null;
  const rows = runs.map(run => el("tr", {},
    el("th", { scope: "row" }, el("span", { class: "swatch", style: `background: ${run.color}` }), run.label,
      saysMore(run.name, run.label) && el("small", {}, run.name)),
    ...columns.map(column => el("td", { class: kind(column, run) }, column.of(run)))));
  return scrolling("Differences and results", "card", el("table", { class: "wide", id: "comparison" },
    el("thead", {}, el("tr", {}, el("th", {}, "run"), ...columns.map(column => el("th", { class: kind(column) }, column.title)))),
    el("tbody", {}, ...rows),
    answer && el("tfoot", {}, answerOfRuns(columns, answer))));
}

/** The loss of the answer, below those of the runs. */
function answerOfRuns(columns, answer) {
  const at = columns.findIndex(({ key }) => key === "train_loss");
  return el("tr", {}, el("th", { scope: "row", colspan: 1 + at }, "least squares"),
    el("td", { class: "right" }, number(answer.loss)), el("td", { colspan: columns.length - at - 1 }));
}
