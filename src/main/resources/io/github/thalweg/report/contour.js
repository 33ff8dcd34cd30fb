// The loss surface from above, and a path on it.

/**
 * spec: title, color, surface, path: [{w, loss, slope}] or [], xLabel, yLabel, noun: the name of one move from point to
 * point, longestSlope: of all paths, answer: {weights} of the lowest point, if it is known.
 * Returns {element, moveTo(step)}.
 */
function contourMap(spec) {
  const { surface, path } = spec;
  const relief = el("canvas", { "aria-hidden": "true" });
  const chart = svg("svg", { role: "img", "aria-label": `${spec.title}: contour lines of the loss` + (path.length > 1 ? ` and the path of ${counted(path.length - 1, spec.noun)} over it` : "") });
  const body = el("div", { class: "map" }, relief, chart);
  const where = el("div", { class: "readout" });
  const element = el("figure", { class: "card descent-map" }, el("h3", {}, spec.title), body, where);
  const clip = "clip" + (contourMap.count = (contourMap.count || 0) + 1);
  let step = 0;
  let marks = null;
  let axes = null;

  function draw(width) {
    const x = { domain: [surface.x[0], surface.x[surface.columns - 1]], format: number, label: spec.xLabel };
    const y = { domain: [surface.y[0], surface.y[surface.rows - 1]], format: number, label: spec.yLabel };
    // The units of both axes have the same length, so the slope is perpendicular to the contours.
    const trial = frame({ width, height: width, x, y });
    const side = trial.plot.right - trial.plot.left;
    const height = Math.round(side + width - (trial.plot.bottom - trial.plot.top));
    axes = frame({ width, height, x, y });
    const { plot } = axes;
    chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    chart.setAttribute("height", height);
    Object.assign(relief.style, { left: plot.left + "px", top: plot.top + "px", width: plot.right - plot.left + "px", height: plot.bottom - plot.top + "px" });
    paintRelief(relief, surface);
    const lowest = spec.answer && [axes.x(spec.answer.weights[0]), axes.y(spec.answer.weights[1])];
    marks = svg("g", { "clip-path": `url(#${clip})` });
    chart.replaceChildren(
      svg("clipPath", { id: clip }, svg("rect", { x: plot.left, y: plot.top, width: plot.right - plot.left, height: plot.bottom - plot.top })),
      ...contourLines(surface, axes, lowest ? [lowest] : []), axes.node,
      ...(lowest ? [svg("g", { class: "least-squares", transform: `translate(${lowest.join(" ")})` }, ...crosshair())] : []), marks);
    axes.node.querySelectorAll(".grid-line").forEach(line => line.remove());
    moveTo(step);
  }

  whenResized(body, draw);

  function moveTo(to) {
    step = Math.min(to, path.length - 1);
    if (!marks) return;
    const place = point => [axes.x(point.w[0]), axes.y(point.w[1])];
    const line = points => points.map((point, i) =>
      (i && surface.touches(points[i - 1], point) ? "L" : "M") + place(point).map(v => Math.max(-1e5, Math.min(1e5, v)).toFixed(2)).join(" ")).join("");
    const shown = path.slice(0, step + 1);
    marks.replaceChildren();
    if (!path.length) {
      marks.append(svg("circle", { class: "here", cx: axes.x(0), cy: axes.y(0), r: 6, fill: spec.color }));
      return;
    }
    marks.append(
      svg("path", { class: "path-rest", d: line(path), stroke: spec.color }),
      svg("path", { class: "path-casing", d: line(shown) }),
      svg("path", { class: "path", d: line(shown), stroke: spec.color }),
      ...shown.slice(0, 300).map(point => svg("circle", { class: "step", cx: place(point)[0], cy: place(point)[1], r: 2.6, fill: spec.color })));
    const here = path[step];
    const gone = shown.findIndex(point => !surface.contains(...point.w));
    where.textContent = gone < 0 ? "" : `outside the picture since ${spec.noun} ${whole(gone)}; the loss is ${number(here.loss)} now`;
    if (!surface.contains(...here.w)) return;
    const [cx, cy] = place(here);
    marks.append(...arrow(here, cx, cy), svg("circle", { class: "here", "data-step": step, cx, cy, r: 6, fill: spec.color }));
  }

  /** The arrow points downhill; a steeper slope makes it longer. */
  function arrow({ slope }, cx, cy) {
    const steepness = slope && Math.hypot(...slope);
    if (!(steepness > 0)) return [];
    const length = (axes.plot.right - axes.plot.left) * 0.3 * steepness / spec.longestSlope;
    if (length < 3) return [];
    const dx = -slope[0] / steepness, dy = slope[1] / steepness;
    const head = Math.min(11, length * 0.5);
    const tip = [cx + dx * length, cy + dy * length];
    const neck = [tip[0] - dx * head, tip[1] - dy * head];
    const wing = head * 0.45;
    const shaft = `M${cx} ${cy}L${neck}`;
    const point = `M${tip}L${neck[0] - dy * wing} ${neck[1] + dx * wing}L${neck[0] + dy * wing} ${neck[1] - dx * wing}Z`;
    return [svg("path", { class: "arrow-casing", d: shaft + point }), svg("path", { class: "arrow", d: shaft }), svg("path", { class: "arrow-head", d: point })];
  }

  return { element, moveTo };
}

/** Colours the surface, smoothly between the nodes. */
function paintRelief(canvas, surface) {
  const size = 240;
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  const image = context.createImageData(size, size);
  const { x, y, columns, rows } = surface;
  for (let row = 0; row < size; row++) {
    const b = y[rows - 1] + (y[0] - y[rows - 1]) * (row + 0.5) / size;
    for (let column = 0; column < size; column++) {
      const a = x[0] + (x[columns - 1] - x[0]) * (column + 0.5) / size;
      const [red, green, blue] = reliefColor(surface.relief(bilinear(surface, a, b)));
      image.data.set([red, green, blue, 255], 4 * (row * size + column));
    }
  }
  context.putImageData(image, 0, 0);
}

function bilinear({ x, y, columns, rows, value }, a, b) {
  const u = (a - x[0]) / (x[columns - 1] - x[0]) * (columns - 1), v = (b - y[0]) / (y[rows - 1] - y[0]) * (rows - 1);
  const i = Math.min(columns - 2, Math.floor(u)), j = Math.min(rows - 2, Math.floor(v));
  const s = u - i, t = v - j;
  return (value(i, j) * (1 - s) + value(i + 1, j) * s) * (1 - t) + (value(i, j + 1) * (1 - s) + value(i + 1, j + 1) * s) * t;
}

/** A cross with an open middle, so that the point under it can be seen. */
function crosshairPath(x, y) {
  return [[-1, 0], [1, 0], [0, -1], [0, 1]].map(([a, b]) => `M${x + 4 * a} ${y + 4 * b}L${x + 12 * a} ${y + 12 * b}`).join("");
}

/** The same cross, drawn around 0, 0: dark, with a light edge. */
function crosshair() {
  return ["crosshair-casing", "crosshair"].map(name => svg("path", { class: name, d: crosshairPath(0, 0) }));
}

/** The lines, with their levels written on them if there is room; taken: points that must stay free. */
function contourLines(surface, { x, y, plot }, taken) {
  const nodes = [];
  const fine = refined(surface);
  for (const level of contourLevels(surface)) {
    const dark = surface.relief(level) < 0.55;
    for (const line of contours(fine, level)) {
      const points = line.map(([a, b]) => [x(a), y(b)]);
      nodes.push(svg("path", { class: "contour" + (dark ? " on-dark" : ""), d: points.map((p, i) => `${i ? "L" : "M"}${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join("") }));
      const text = number(level, 3);
      const spot = labelSpot(points, textWidth(text) / 2 + 6, plot, taken);
      if (!spot) continue;
      taken.push(spot);
      nodes.push(svg("text", { class: "level" + (dark ? " on-dark" : ""), x: spot[0], y: spot[1] + 4, "text-anchor": "middle", style: `--halo: rgb(${reliefColor(surface.relief(level)).map(Math.round).join(" ")})` }, text));
    }
  }
  return nodes;
}

/** A point of a line that is far from edges and other labels; for lines around the valley, the lower right is tried first. */
function labelSpot(points, room, plot, taken) {
  let length = 0;
  for (let i = 1; i < points.length; i++) length += Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
  if (length < 4 * room) return null;
  return [...points].sort((p, q) => (q[0] + q[1]) - (p[0] + p[1])).find(([px, py]) =>
    px > plot.left + room && px < plot.right - room && py > plot.top + 10 && py < plot.bottom - 10
    && taken.every(([tx, ty]) => Math.hypot(tx - px, ty - py) > 34)) || null;
}
