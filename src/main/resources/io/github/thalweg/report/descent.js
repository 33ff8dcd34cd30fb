// The picture of descent: the loss surface of two weights and the paths down it.

const MOST_MAPS = 12;

/** The chapter for runs of a model of two weights on one surface, or null. */
function descent(runs, surfaceData) {
  const walked = runs.filter(run => has(run, "w1"));
  if (!surfaceData || surfaceData.kind !== "weights" || !walked.length) return null;
  const surface = makeSurface(surfaceData);
  const answer = leastSquares(surfaceData);
  const paths = walked.map(run => ({ run, color: runs.length > 1 ? run.color : "var(--c1)", path: pathOf(run, surface) }));
  const inside = paths.flatMap(({ path }) => path.filter(point => surface.contains(...point.w)));
  const longestSlope = Math.max(...inside.map(point => Math.hypot(...point.slope)));
  const noun = walked[0].about.steps_per_epoch === 1 ? "step" : "epoch";
  const names = { xLabel: "w₁", yLabel: "w₂", noun, answer };
  const maps = paths.slice(0, MOST_MAPS).map(({ run, color, path }) =>
    contourMap({ title: runs.length > 1 ? run.label : "From above", color, surface, path, longestSlope, ...names }));
  const start = Math.max(...paths.map(({ path }) => path[0].loss));
  const landscape = bowl({ title: "As a landscape", surface, paths, rim: Math.max(start * 1.6, surface.low + (surface.high - surface.low) * 0.12), ...names });
  const steps = Math.max(...paths.map(({ path }) => path.length)) - 1;
  const table = descentTable(paths, answer, noun);
  const views = [...maps, landscape, table];
  const control = stepControl(steps, step => views.forEach(view => view.moveTo(step)), noun);
  const lowest = ({ path }) => path[path.length - 1].loss;
  const deepest = paths.reduce((a, b) => lowest(b) < lowest(a) ? b : a);
  const opening = openingOf(deepest.path, surface, runs.length > 1 ? " of " + deepest.run.label : "");
  control.set(opening ? opening.step : steps);
  return chapter("descent", "The picture of descent",
    "Every point of the plane is a pair of weights, and its height is the loss: darker is lower. Each step goes downhill, against the slope (∂loss/∂w₁, ∂loss/∂w₂). The arrow shows this direction; it is longer if the slope is steeper.",
    control.element,
    opening && el("p", { class: "note", id: "opening" }, `The page opens at ${noun} ${whole(opening.step)}, ${opening.why}. Drag the slider, or press play, for the other ${noun}s.`),
    descentLegend(answer, noun, runs.length > 1 ? "var(--soft)" : paths[0].color),
    surfaceData.least_squares && !answer && el("p", { class: "note" }, `No least-squares answer is marked: ${surfaceData.least_squares.reason || "the training rows do not determine both weights"}.`),
    el("div", { class: runs.length > 1 ? "maps" : "grid" }, ...maps.map(map => map.element), runs.length === 1 && landscape.element),
    runs.length > 1 && el("div", { style: "margin-top: 16px" }, landscape.element),
    table.element,
    walked.length > MOST_MAPS && el("p", { class: "lead" }, `The first ${MOST_MAPS} of ${walked.length} runs have their own map.`));
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
    `The dot is the trained model; darker means a lower loss. At all other points the weights of each unit are changed along two random directions (seed ${data.seed}): at 0.1 by a tenth of their length, at 1 by their whole length. The loss is that of ${whole(data.rows)} training rows.`,
    el("div", { class: "grid" }, map.element, landscape.element));
}

/**
 * The weights before each epoch and, if they are known, after the last epoch. If the run did not measure a slope, it is
 * that of the surface; outside the picture it is not known.
 */
function pathOf(run, surface) {
  const slopeAt = (a, b) => surface.contains(a, b) ? surface.slope(a, b) : undefined;
  const single = run.about.steps_per_epoch === 1;
  const path = run.metrics.filter(epoch => typeof epoch.w1 === "number").map(epoch => ({
    w: [epoch.w1, epoch.w2],
    loss: epoch.train_loss,
    slope: single && typeof epoch.g1 === "number" ? [epoch.g1, epoch.g2] : slopeAt(epoch.w1, epoch.w2),
  }));
  const end = run.evaluation && run.evaluation.weights;
  if (end) path.push({ w: end, loss: run.evaluation.train_loss, slope: slopeAt(...end) });
  return path;
}

/** The step of a path at which the page opens, and why; null for a path that does not move. */
function openingOf(path, surface, whose) {
  const third = thirdOfTheWay(path);
  if (third < 0) return null;
  const outside = path.findIndex(point => !surface.contains(...point.w));
  return outside < 0 || third < outside
    ? { step: third, why: `where the path${whose} has gone a third of its way: path and slope are both visible there` }
    : { step: outside - 1, why: `after which the path${whose} leaves the picture` };
}

/** The step at which a path has gone a third of its length; -1 for a path that does not move. */
function thirdOfTheWay(path) {
  const lengths = path.map((point, i) => i ? Math.hypot(point.w[0] - path[i - 1].w[0], point.w[1] - path[i - 1].w[1]) : 0);
  const whole = lengths.reduce((a, b) => a + b, 0);
  let gone = 0;
  return lengths.findIndex(length => (gone += length) > whole / 3);
}

/** The closed-form answer of a linear regression, {weights, loss}, or null if there is none. */
function leastSquares(surfaceData) {
  const answer = surfaceData && surfaceData.least_squares;
  return answer && answer.weights ? answer : null;
}

/** The legend of the maps. */
function descentLegend(answer, noun, color) {
  const icon = (...marks) => svg("svg", { width: 26, height: 26, viewBox: "-13 -13 26 26", "aria-hidden": "true" }, ...marks);
  return el("div", { class: "legend", id: "descent-legend" },
    el("span", {}, icon(svg("circle", { class: "here", r: 6, fill: color })), `descent, at this ${noun}`),
    answer && el("span", { class: "least-squares" }, icon(...crosshair()),
      "least squares ", el("b", {}, `w₁ ${number(answer.weights[0], 5)}, w₂ ${number(answer.weights[1], 5)}, loss ${number(answer.loss, 5)}`),
      ": the lowest point, computed directly from the training rows"));
}

/** The positions of the paths as numbers, and the answer below them. Returns {element, moveTo(step)}. */
function descentTable(paths, answer, noun) {
  const caption = el("caption", {});
  const rows = el("tbody", {});
  const names = ["w₁", "w₂", "loss", "∂loss/∂w₁", "∂loss/∂w₂"].map(name => el("th", { class: "right" }, name));
  return {
    element: scrolling("Where the paths are", "card", el("table", { class: "wide", id: "descent-table" }, caption,
      el("thead", {}, el("tr", {}, el("th", {}, paths[0].run.many ? "run" : "found by"), ...names)), rows)),
    moveTo(step) {
      caption.textContent = `At ${noun} ${whole(step)}`;
      rows.replaceChildren(...stepRows(paths, step, noun), ...(answer ? [answerRow(answer)] : []));
    },
  };
}

function stepRows(paths, step, noun) {
  return paths.map(({ run, color, path }) => {
    const last = path.length - 1;
    const at = path[Math.min(step, last)];
    return figuresRow([el("span", { class: "swatch", style: `background: ${color}` }), run.many ? run.label : "descent", last < step && ` (ended at ${noun} ${whole(last)})`],
      [...at.w, at.loss, ...(at.slope || [undefined, undefined])]);
  });
}

/** At the lowest point of a bowl, the slope is 0. */
function answerRow({ weights, loss }) {
  return figuresRow("least squares", [...weights, loss, 0, 0]);
}

function figuresRow(name, values) {
  return el("tr", {}, el("th", { scope: "row" }, name), ...values.map(value => el("td", { class: "right" }, orDash(value, known => number(known, 5)))));
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
