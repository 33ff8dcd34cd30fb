// Curves over epochs.

const MOST_LABELS = 8;

/**
 * A chart of curves with labels at their ends. A click changes to a log scale, and pointer and arrow keys move a cursor; a
 * curve that ended before the cursor is read at its end.
 * spec: id, title, lead, yLabel, xLabel, format (of ticks), exact (of values), canLog, named (whether a lone series is), series:
 * [{name, color, dash?, x: [], y: []}]; a dashed series is a level to compare the others with.
 * Returns {element, update(series)}.
 */
function lineChart(spec) {
  let series = spec.series;
  let log = spec.canLog && startsLogarithmic(series);
  let cursor = null;
  let drawn = null;
  const canvas = svg("svg", { tabindex: 0, role: "img" });
  const readout = el("div", { class: "readout", "aria-live": "polite" });
  const logButton = spec.canLog && el("button", {
    type: "button",
    class: "log",
    "aria-pressed": String(log),
    onclick: () => {
      log = !log;
      logButton.setAttribute("aria-pressed", String(log));
      redraw();
    },
  }, "log scale");
  const body = el("div", {}, canvas);
  const legend = el("div", { class: "legend" });
  const element = el("figure", { class: "card", id: spec.id },
    el("div", { class: "row" }, el("h3", {}, spec.title), logButton),
    spec.lead && el("p", { class: "lead" }, spec.lead), readout, body, legend);

  function draw(width) {
    const height = Math.round(Math.min(300, Math.max(210, width * 0.5)));
    canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
    canvas.setAttribute("height", height);
    canvas.setAttribute("aria-label", describe(spec, series));
    const all = series.flatMap(s => s.y).filter(y => Number.isFinite(y) && (!log || y > 0));
    if (all.length === 0) {
      canvas.replaceChildren(svg("text", { x: 8, y: 24 }, "no values yet"));
      drawn = null;
      return;
    }
    const labels = Math.max(...series.map(s => textWidth(s.name))) + 16;
    const names = spec.named || series.length > 1;
    const labelled = names && series.length <= MOST_LABELS && labels < width * 0.34;
    const [low, high] = extent(all);
    const [first, last] = extent(series.flatMap(s => s.x));
    const axes = frame({
      width,
      height,
      right: labelled ? labels : 14,
      x: { domain: first === last ? [first - 1, last + 1] : [first, last], format: whole, whole: true, label: spec.xLabel },
      y: { domain: log ? logDomain(low, high) : spec.domain || niceDomain(low, high, 5), log, format: spec.format, label: spec.yLabel },
    });
    const lines = series.map(s => curve(s, axes, log));
    const marks = svg("g", {});
    canvas.replaceChildren(axes.node, ...lines.flat(), ...(labelled ? endLabels(series, axes, log) : []), marks);
    drawn = { axes, marks, names, below: names && !labelled };
    moveTo(cursor);
  }

  const redraw = whenResized(body, draw);

  function moveTo(index) {
    if (!drawn) return;
    const longest = series.reduce((a, b) => b.x.length > a.x.length ? b : a);
    cursor = index === null ? null : Math.max(0, Math.min(longest.x.length - 1, index));
    const at = longest.x[cursor === null ? longest.x.length - 1 : cursor];
    const points = series.map(s => ({ s, i: s.x.findLastIndex(x => x <= at) })).filter(p => p.i >= 0);
    const value = ({ s, i }) => [el("b", {}, (spec.exact || spec.format)(s.y[i])), s.x[i] < at && ` (${spec.xLabel} ${whole(s.x[i])})`];
    const { names, below } = drawn;
    readout.replaceChildren(spec.xLabel + " " + whole(at),
      ...(below ? [] : points.flatMap(point => [" · " + (names ? point.s.name + " " : ""), ...value(point)]).filter(Boolean)));
    legend.replaceChildren(...(below ? points.map(point => legendEntry(point.s, value(point))) : []));
    const { x, y, plot } = drawn.axes;
    drawn.marks.replaceChildren();
    if (cursor === null) return;
    drawn.marks.append(svg("line", { class: "cursor", x1: x(at), x2: x(at), y1: plot.top, y2: plot.bottom }));
    for (const { s, i } of points) {
      if (s.x[i] === at && isDrawn(s.y[i], log)) drawn.marks.append(svg("circle", { class: "dot", cx: x(at), cy: y(s.y[i]), r: 4, fill: s.color }));
    }
  }

  canvas.addEventListener("pointermove", event => {
    if (!drawn) return;
    const box = canvas.getBoundingClientRect();
    const value = drawn.axes.x.invert((event.clientX - box.left) / box.width * canvas.viewBox.baseVal.width);
    const longest = series.reduce((a, b) => b.x.length > a.x.length ? b : a);
    moveTo(nearest(longest.x, value));
  });
  canvas.addEventListener("pointerleave", () => moveTo(null));
  canvas.addEventListener("keydown", event => {
    const end = Math.max(...series.map(s => s.x.length)) - 1;
    const now = cursor === null ? end : cursor;
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: end }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    moveTo(to);
  });
  canvas.addEventListener("blur", () => moveTo(null));

  return {
    element,
    update(newSeries) {
      series = newSeries;
      redraw();
    },
  };
}

/** A loss that changes by three powers of ten or more looks like a flat line on a linear scale. */
function startsLogarithmic(series) {
  const values = series.filter(s => !s.dash).flatMap(s => s.y).filter(Number.isFinite);
  const [low, high] = extent(values);
  return values.length > 1 && low > 0 && high / low > 1000;
}

function isDrawn(value, log) {
  return Number.isFinite(value) && (!log || value > 0);
}

/** The line; a value that cannot be drawn leaves a gap, and a value between two gaps is a dot. */
function curve(s, { x, y }, log) {
  let path = "";
  let pen = "M";
  const lone = [];
  s.y.forEach((value, i) => {
    if (!isDrawn(value, log)) {
      pen = "M";
      return;
    }
    path += `${pen}${x(s.x[i]).toFixed(2)} ${y(value).toFixed(2)}`;
    if (pen === "M" && !isDrawn(s.y[i + 1], log)) lone.push(svg("circle", { cx: x(s.x[i]), cy: y(value), r: 3.5, fill: s.color }));
    pen = "L";
  });
  return [svg("path", { class: "series", "data-name": s.name, d: path, stroke: s.color, "stroke-dasharray": s.dash }), ...lone];
}

function endLabels(series, { x, y, plot }, log) {
  const labels = series.map(s => {
    let last = s.y.length - 1;
    while (last >= 0 && !isDrawn(s.y[last], log)) last--;
    return last < 0 ? null : { s, y: y(s.y[last]) };
  }).filter(label => label !== null);
  return spread(labels, 14, plot.top + 4, plot.bottom)
    .map(({ s, y: at }) => svg("text", { class: "series-label", x: plot.right + 7, y: at + 4, style: `fill: ${s.color}` }, s.name));
}

function legendEntry(s, value) {
  return el("span", {}, el("span", { class: "swatch", style: `background: ${s.color}` }), s.name + " ", value);
}

function nearest(sorted, value) {
  let best = 0;
  sorted.forEach((x, i) => { if (Math.abs(x - value) < Math.abs(sorted[best] - value)) best = i; });
  return best;
}

function describe(spec, series) {
  return spec.title + ": " + series.slice(0, MOST_LABELS)
    .map(s => `${s.name} from ${(spec.exact || spec.format)(s.y[0])} to ${(spec.exact || spec.format)(s.y[s.y.length - 1])}`).join("; ")
    + ". Left and right arrow keys read the values.";
}
