// The picture of descent: the loss surface of two weights and the paths that run down it.

const MOST_MAPS = 12;

/** The chapter for runs of a model of two weights over one surface, or null. */
function descent(runs, surfaceData) {
  const walked = runs.filter(run => has(run, "w1"));
  if (!surfaceData || surfaceData.kind !== "weights" || !walked.length) return null;
  const surface = makeSurface(surfaceData);
  const paths = walked.map(run => ({ run, color: runs.length > 1 ? run.color : "var(--c1)", path: pathOf(run, surface) }));
  const inside = paths.flatMap(({ path }) => path.filter(point => surface.contains(...point.w)));
  const longestSlope = Math.max(...inside.map(point => Math.hypot(...point.slope)));
  const noun = walked[0].about.steps_per_epoch === 1 ? "step" : "epoch";
  const names = { xLabel: "w₁", yLabel: "w₂", noun };
  const maps = paths.slice(0, MOST_MAPS).map(({ run, color, path }) =>
    contourMap({ title: runs.length > 1 ? run.label : "From above", color, surface, path, longestSlope, ...names }));
  const start = Math.max(...paths.map(({ path }) => path[0].loss));
  const landscape = bowl({ title: "As a landscape", surface, paths, rim: Math.max(start * 1.6, surface.low + (surface.high - surface.low) * 0.12), ...names });
  const steps = Math.max(...paths.map(({ path }) => path.length)) - 1;
  const views = [...maps, landscape];
  const control = stepControl(steps, step => {
    views.forEach(view => view.moveTo(step));
    table.replaceChildren(...stepRows(paths, step, surface));
  }, noun);
  const table = el("tbody", {});
  const readout = scrolling("Where the paths are", "card", el("table", { class: "wide", id: "descent-table" },
    el("thead", {}, el("tr", {}, runs.length > 1 && el("th", {}, "run"), ...["w₁", "w₂", "loss", "∂loss/∂w₁", "∂loss/∂w₂"].map(name => el("th", { class: "right" }, name)))), table));
  const lowest = ({ path }) => path[path.length - 1].loss;
  control.set(firstStop(paths.reduce((a, b) => lowest(b) < lowest(a) ? b : a).path));
  return chapter("descent", "The picture of descent",
    "Every point of the plane is a pair of weights, its height the loss there: the darker, the lower. Each step goes downhill, against the slope (∂loss/∂w₁, ∂loss/∂w₂), where the arrow points: the steeper, the longer.",
    control.element,
    el("div", { class: runs.length > 1 ? "maps" : "grid" }, ...maps.map(map => map.element), runs.length === 1 && landscape.element),
    runs.length > 1 && el("div", { style: "margin-top: 16px" }, landscape.element),
    readout,
    walked.length > MOST_MAPS && el("p", { class: "lead" }, `The first ${MOST_MAPS} of ${walked.length} runs have a map of their own.`));
}

/** The chapter on the loss around a model of more weights, along two directions, or null. */
function surroundings(run) {
  const data = run.surface;
  if (!data || data.kind !== "directions") return null;
  const surface = makeSurface(data);
  const names = { xLabel: "first direction", yLabel: "second direction" };
  const map = contourMap({ title: "From above", color: "var(--c1)", surface, path: [], ...names });
  const landscape = bowl({ title: "As a landscape", surface, paths: [{ color: "var(--c1)", path: [{ w: [0, 0], loss: surface.at(0, 0) }] }], ...names });
  return chapter("surface", "The loss around the model",
    `The dot is the trained model; the darker, the lower the loss. Everywhere else each unit's weights are changed, along two random directions (seed ${data.seed}): at 0.1 by a tenth of their length, at 1 by all of it. The loss is that of ${whole(data.rows)} training rows.`,
    el("div", { class: "grid" }, map.element, landscape.element));
}

/** The weights before each epoch and, where it is known, after the last one. */
function pathOf(run, surface) {
  const single = run.about.steps_per_epoch === 1;
  const path = run.metrics.filter(epoch => typeof epoch.w1 === "number").map(epoch => ({
    w: [epoch.w1, epoch.w2],
    loss: epoch.train_loss,
    slope: single && typeof epoch.g1 === "number" ? [epoch.g1, epoch.g2] : surface.slope(epoch.w1, epoch.w2),
  }));
  const end = run.evaluation && run.evaluation.weights;
  if (end) path.push({ w: end, loss: run.evaluation.train_loss, slope: surface.slope(...end) });
  return path;
}

/** A third of the way down there is something to see: part of a path, and a slope. */
function firstStop(path) {
  const lengths = path.map((point, i) => i ? Math.hypot(point.w[0] - path[i - 1].w[0], point.w[1] - path[i - 1].w[1]) : 0);
  const whole = lengths.reduce((a, b) => a + b, 0);
  let gone = 0;
  return Math.max(1, lengths.findIndex(length => (gone += length) > whole / 3));
}

function stepRows(paths, step) {
  return paths.map(({ run, color, path }) => {
    const at = path[Math.min(step, path.length - 1)];
    const cells = [...at.w, at.loss, ...at.slope].map(value => el("td", { class: "right" }, number(value, 5)));
    return el("tr", {}, run.many && el("th", { scope: "row" }, el("span", { class: "swatch", style: `background: ${color}` }), run.label), ...cells);
  });
}

/** A slider over the steps with a button that plays them. Returns {element, set(step)}. */
function stepControl(steps, moveTo, noun) {
  const slider = el("input", { type: "range", id: "step", min: 0, max: steps, value: 0, step: 1, "aria-label": noun, oninput: () => set(Number(slider.value)) });
  const shown = el("output", { for: "step" });
  const play = el("button", { type: "button", id: "play", onclick: () => timer ? stop() : start() }, "play");
  let timer = null;

  function set(step) {
    slider.value = step;
    shown.textContent = `${noun} ${whole(step)} of ${whole(steps)}`;
    slider.setAttribute("aria-valuetext", shown.textContent);
    moveTo(step);
  }

  function start() {
    let step = Number(slider.value) >= steps ? 0 : Number(slider.value);
    const stride = Math.max(1, Math.round(steps / 200));
    play.textContent = "pause";
    timer = setInterval(() => {
      set(Math.min(steps, step));
      if (step >= steps) stop();
      step += stride;
    }, Math.max(40, 4000 / Math.max(steps, 1)));
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = "play";
  }

  return { element: el("div", { class: "steps" }, play, slider, shown), set };
}
