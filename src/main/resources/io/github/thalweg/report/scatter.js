// Points in a plane.

/**
 * A scatter plot, with a line through it if there is one.
 * spec: id, title, lead, xLabel, yLabel, points: [[x, y]], line: [[x, y]] or null, diagonal: whether y = x is drawn.
 */
function scatter(spec) {
  const canvas = svg("svg", { role: "img", "aria-label": spec.title + ". " + spec.lead });
  const body = el("div", {}, canvas);
  const element = el("figure", { class: "card", id: spec.id }, el("h3", {}, spec.title), el("p", { class: "lead" }, spec.lead), body);

  whenResized(body, width => {
    const height = Math.round(Math.min(420, Math.max(240, width * 0.75)));
    canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
    canvas.setAttribute("height", height);
    const all = [...spec.points, ...(spec.line || [])];
    let xDomain = extent(all.map(p => p[0])), yDomain = extent(all.map(p => p[1]));
    if (spec.diagonal) xDomain = yDomain = [Math.min(xDomain[0], yDomain[0]), Math.max(xDomain[1], yDomain[1])];
    const format = value => number(value, 4);
    const axes = frame({
      width,
      height,
      x: { domain: padded(xDomain), format, label: spec.xLabel },
      y: { domain: padded(yDomain), format, label: spec.yLabel },
    });
    const { x, y } = axes;
    const radius = spec.points.length > 500 ? 2 : 3.2;
    canvas.replaceChildren(axes.node,
      ...(spec.diagonal ? [svg("line", { class: "diagonal", x1: x(xDomain[0]), y1: y(xDomain[0]), x2: x(xDomain[1]), y2: y(xDomain[1]) })] : []),
      ...spec.points.map(p => svg("circle", { cx: x(p[0]).toFixed(1), cy: y(p[1]).toFixed(1), r: radius, fill: "var(--c0)", "fill-opacity": 0.65 })),
      ...(spec.line ? [svg("path", { class: "series fit", stroke: "var(--c1)", d: spec.line.map((p, i) => `${i ? "L" : "M"}${x(p[0]).toFixed(2)} ${y(p[1]).toFixed(2)}`).join("") })] : []));
  });
  return element;
}

function padded([low, high]) {
  const room = high > low ? (high - low) * 0.04 : Math.abs(low) / 2 || 1;
  return [low - room, high + room];
}
