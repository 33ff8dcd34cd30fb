// Stacked bars.

/**
 * Stacked bars of the parts of a whole.
 * spec: id, title, lead, xLabel, format, x: [], parts: [{name, color, values: []}].
 */
function stackedBars(spec) {
  const canvas = svg("svg", { role: "img", "aria-label": spec.title });
  const legend = el("div", { class: "legend" });
  const body = el("div", {}, canvas);
  const lead = el("p", { class: "lead" }, spec.lead);
  const element = el("figure", { class: "card", id: spec.id }, el("h3", {}, spec.title), lead, legend, body);
  let current = spec;

  function draw(width) {
    const height = Math.round(Math.min(300, Math.max(210, width * 0.5)));
    canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
    canvas.setAttribute("height", height);
    if (!current.x.length) {
      canvas.replaceChildren(svg("text", { x: 8, y: 24 }, "no values yet"));
      return;
    }
    const size = Math.ceil(current.x.length / Math.max(1, Math.floor(width / 6)));
    lead.textContent = spec.lead + (size > 1 ? ` Each bar is the mean of ${counted(size, spec.xLabel)}${lastOfFewer(current.x.length % size)}.` : "");
    const { x: positions, parts } = grouped(current, size);
    const sums = positions.map((_, i) => parts.reduce((sum, part) => sum + part.values[i], 0));
    const high = Math.max(...sums, 1e-9);
    const first = positions[0], last = positions[positions.length - 1];
    const step = positions.length > 1 ? positions[1] - positions[0] : 1;
    const axes = frame({
      width,
      height,
      x: { domain: [first - step / 2, last + step / 2], format: whole, whole: true, label: spec.xLabel },
      y: { domain: [0, niceDomain(0, high, 4)[1]], format: spec.format },
    });
    const room = (axes.plot.right - axes.plot.left) / positions.length;
    const thickness = Math.max(1, Math.min(40, room * 0.8));
    const bars = positions.flatMap((position, i) => {
      let below = 0;
      return parts.map(part => {
        const from = axes.y(below);
        below += part.values[i];
        const to = axes.y(below);
        return svg("rect", { x: axes.x(position) - thickness / 2, width: thickness, y: to, height: Math.max(0, from - to), fill: part.color });
      });
    });
    canvas.replaceChildren(axes.node, ...bars);
  }

  const redraw = whenResized(body, draw);
  const update = next => {
    current = { ...spec, ...next };
    legend.replaceChildren(...current.parts.map(part => el("span", {},
      el("span", { class: "swatch", style: `background: ${part.color}` }), part.name + " ", el("b", {}, spec.format(median(part.values))))));
    redraw();
  };
  update(spec);
  return { element, update };
}

/** A note about the last bar, if it is the mean of fewer values. */
function lastOfFewer(left) {
  return left ? `, the last one of ${whole(left)}` : "";
}

/** Means of `size` neighbours each, if there are more bars than room. */
function grouped(spec, size) {
  if (size <= 1) return spec;
  const means = values => {
    const result = [];
    for (let i = 0; i < values.length; i += size) {
      const slice = values.slice(i, i + size);
      result.push(slice.reduce((a, b) => a + b, 0) / slice.length);
    }
    return result;
  };
  return { x: means(spec.x), parts: spec.parts.map(part => ({ ...part, values: means(part.values) })) };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
