// Axes that all charts share.

/** The approximate width of a text, in pixels of a chart's font. */
function textWidth(text) {
  let width = 0;
  for (const character of String(text)) width += /[il.,:;'|⁻¹ ]/.test(character) ? 3.8 : /[mwMW@%—]/.test(character) ? 10.5 : 7;
  return width;
}

/**
 * A frame with axes: x below, y to the left, grid lines at the ticks of y.
 * spec: width, height, right (room for labels), x and y: {domain, log, ticks?, format, label}.
 * Returns {node, x, y, plot} with the scales and the plot's edges.
 */
function frame(spec) {
  const top = spec.y.label ? 26 : 10;
  const bottom = spec.height - (spec.x.label ? 38 : 24);
  const yTicks = spec.y.ticks || axisTicks(spec.y, Math.max(3, Math.floor((bottom - top) / (spec.y.log ? 26 : 45))));
  const yLabels = tickLabels(spec.y, yTicks);
  const left = Math.max(28, ...yLabels.map(textWidth)) + 10;
  const right = spec.width - Math.max(spec.right || 0, 14);
  const x = makeScale(spec.x, [left, right]);
  const y = makeScale(spec.y, [bottom, top]);
  const node = svg("g", { class: "axes" });
  yTicks.forEach((tick, i) => node.append(
    svg("line", { class: "grid-line", x1: left, x2: right, y1: y(tick), y2: y(tick) }),
    svg("text", { class: "y-tick", "data-value": tick, x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, yLabels[i])));
  node.append(svg("line", { class: "axis-line", x1: left, x2: right, y1: bottom, y2: bottom }));
  const xAt = xTicks(spec.x, left, right), xLabels = tickLabels(spec.x, xAt);
  xAt.forEach((tick, i) => node.append(
    svg("line", { class: "axis-line", x1: x(tick), x2: x(tick), y1: bottom, y2: bottom + 4 }),
    svg("text", { class: "x-tick", "data-value": tick, x: x(tick), y: bottom + 17, "text-anchor": "middle" }, xLabels[i])));
  if (spec.y.label) node.append(svg("text", { class: "axis-title", x: 0, y: 12 }, spec.y.label));
  if (spec.x.label) node.append(svg("text", { class: "axis-title", x: right, y: spec.height - 4, "text-anchor": "end" }, spec.x.label));
  return { node, x, y, plot: { left, right, top, bottom } };
}

/** On a log scale, all labels are powers of ten if one of them is. */
function tickLabels(axis, ticks) {
  const labels = ticks.map(tick => axis.format(tick));
  return axis.log && labels.some(label => /10[⁻⁰-⁹²³¹]/.test(label)) ? ticks.map(power) : labels;
}

function makeScale(axis, range) {
  return axis.log ? logScale(axis.domain, range) : linearScale(axis.domain, range);
}

function axisTicks(axis, count) {
  const [low, high] = axis.domain;
  return axis.log ? logTicks(low, high, count) : linearTicks(low, high, count);
}

/** Ticks with enough room for their labels; counts have only whole ticks. */
function xTicks(axis, left, right) {
  let count = Math.floor((right - left) / 60);
  for (; count > 1; count--) {
    const ticks = axisTicks(axis, count).filter(tick => !axis.whole || Number.isInteger(tick));
    const widest = Math.max(...ticks.map(tick => textWidth(axis.format(tick)))) + 14;
    if (ticks.length * widest <= right - left + widest) return ticks;
  }
  return axisTicks(axis, 1).filter(tick => !axis.whole || Number.isInteger(tick));
}

/** Moves labels apart so that none covers another; positions are changed in place. */
function spread(labels, gap, top, bottom) {
  labels.sort((a, b) => a.y - b.y);
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.max(labels[i].y, labels[i - 1].y + gap);
  let limit = bottom;
  for (let i = labels.length - 1; i >= 0; i--) {
    labels[i].y = Math.min(labels[i].y, limit);
    limit = labels[i].y - gap;
  }
  const short = top - (labels.length ? labels[0].y : top);
  if (short > 0) labels.forEach(label => { label.y += short; });
  return labels;
}
