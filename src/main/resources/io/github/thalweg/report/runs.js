// The runs of the page and their values.

const COLORS = [0, 1, 2, 3, 4, 5, 6, 7].map(i => `var(--c${i})`);
const MOST_SETTINGS = 40;

/** A run with more differences is named by its folder. */
const MOST_IN_A_LABEL = 3;

/** Gives every run its colour and its label; returns the settings that differ. */
function prepare(runs) {
  const differing = differingSettings(runs);
  const label = labelling(runs, differing);
  runs.forEach((run, i) => {
    run.color = runs.length === 1 ? COLORS[0] : runs.length <= COLORS.length ? COLORS[i] : ramp(i / (runs.length - 1));
    run.label = label(run);
  });
  return differing;
}

/** A name for each run: the settings that differ if they are few, else its folder; the other of the two if the names are not unique. */
function labelling(runs, differing) {
  const bySettings = run => differing.map(key => settingLabel(key, run.settings[key])).join(", ");
  const byFolder = run => run.name;
  const few = differing.length > 0 && differing.length <= MOST_IN_A_LABEL;
  const ways = few ? [bySettings, byFolder] : [byFolder, bySettings];
  return ways.find(way => new Set(runs.map(way)).size === runs.length) || byFolder;
}

/** Settings as one level of keys, such as optimizer.sgd.lr; lists that are data are left out. */
function flatten(tree, path = "", flat = {}) {
  for (const [key, value] of Object.entries(tree || {})) {
    const name = path ? path + "." + key : key;
    if (name === "name") continue;
    if (value !== null && typeof value === "object" && !Array.isArray(value)) flatten(value, name, flat);
    else if (!/^data\.(features|targets)$/.test(name)) flat[name] = Array.isArray(value) ? JSON.stringify(value) : value;
  }
  return flat;
}

function differingSettings(runs) {
  runs.forEach(run => { run.settings = { ...flatten(run.about.settings), device: deviceIds(run.about) }; });
  const keys = [...new Set(runs.flatMap(run => Object.keys(run.settings)))];
  const valuesOf = key => runs.map(run => run.settings[key]).filter(value => key !== "device" || value !== undefined);
  return keys.filter(key => new Set(valuesOf(key)).size > 1).slice(0, MOST_SETTINGS);
}

/** "lr 0.1" for optimizer.sgd.lr. */
function settingLabel(key, value) {
  return (key.split(".").pop() + " " + (value === undefined ? "–" : value)).slice(0, 40);
}

/** Colours from violet through teal to amber, if there are more runs than separate colours. */
function ramp(t) {
  const stops = [[116, 82, 178], [66, 112, 184], [30, 148, 146], [88, 180, 84], [214, 160, 24]];
  const at = Math.min(stops.length - 2, Math.floor(t * (stops.length - 1)));
  const part = t * (stops.length - 1) - at;
  return `rgb(${stops[at].map((c, i) => Math.round(c + (stops[at + 1][i] - c) * part)).join(" ")})`;
}

/** A column of a run's metrics; NaN if an epoch has no such value. */
function column(run, key) {
  return run.metrics.map(epoch => typeof epoch[key] === "number" ? epoch[key] : NaN);
}

function has(run, key) {
  return run.metrics.some(epoch => typeof epoch[key] === "number");
}

function lastOf(run, key) {
  const values = column(run, key).filter(Number.isFinite);
  return values.length ? values[values.length - 1] : undefined;
}

function total(run, key) {
  return column(run, key).filter(Number.isFinite).reduce((a, b) => a + b, 0);
}

/** The last epoch that a run has completed; undefined if all its records are lost. */
function epochsDone(run) {
  const last = run.metrics[run.metrics.length - 1];
  return last ? last.epoch : run.damage ? undefined : 0;
}

/** The number of known epochs; if there are very many, the metrics have only those that a picture needs. */
function epochsKnown(run) {
  return run.recorded ? run.recorded.epochs : run.metrics.length;
}

/** The seconds in the steps of the known epochs; undefined if no epoch is known. */
function trainingTime(run) {
  return epochsDone(run) === undefined ? undefined : run.recorded ? run.recorded.seconds : total(run, "seconds");
}

/** The best value of a metric and its epoch; for losses, low values are good. */
function best(run, key) {
  const better = /accuracy/.test(key) ? (a, b) => a > b : (a, b) => a < b;
  return run.metrics.filter(epoch => typeof epoch[key] === "number")
    .reduce((a, b) => a && !better(b[key], a[key]) ? a : b, undefined);
}

/** 64 → 64 relu → 10. */
function architecture(run) {
  const layers = run.about.layers || [];
  return layers.map(layer => layer.kind === "dense" ? " → " + layer.outputs : " " + layer.kind).reduce((a, b) => a + b, String(run.about.inputs));
}
