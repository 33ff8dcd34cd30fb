// How values are distributed.

/**
 * A histogram, with the outline of another histogram over it; pointer and arrow keys read its bars.
 * spec: title, low, high, counts: [], before: [] or null, color, label: what is counted.
 */
function histogram(spec) {
  const { counts, before } = spec;
  const all = counts.reduce((a, b) => a + b, 0);
  const most = Math.max(...counts, ...(before || []));
  const edge = i => spec.low + (spec.high - spec.low) * i / counts.length;
  const range = i => `${number(edge(i), 3)} … ${number(edge(i + 1), 3)}`;
  const highest = counts.indexOf(Math.max(...counts));
  const canvas = svg("svg", {
    tabindex: 0,
    role: "img",
    "aria-label": `${spec.title}: ${counted(all, "value")} from ${number(spec.low)} to ${number(spec.high)}, the fullest bar, ${whole(counts[highest])}, at ${range(highest)}. Left and right arrow keys read the bars.`,
  });
  const readout = el("div", { class: "readout", "aria-live": "polite" });
  const body = el("div", {}, canvas);
  let bars = [];
  let scale = null;
  let chosen = null;

  function choose(index) {
    chosen = index;
    bars.forEach((bar, i) => bar.setAttribute("fill-opacity", index === null || i === index ? 1 : 0.45));
    readout.replaceChildren(...(index === null
      ? [`${whole(all)} ${spec.label}`]
      : [`${range(index)} · `, el("b", {}, whole(counts[index])), before ? ` · ${whole(before[index])} at the start` : ""]));
  }

  whenResized(body, width => {
    const height = 150;
    canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
    canvas.setAttribute("height", height);
    const [, high] = niceDomain(0, Math.max(1, most), 3);
    const { node, x, y } = frame({
      width,
      height,
      x: { domain: [spec.low, spec.high], format: value => number(value, 3) },
      y: { domain: [0, high], ticks: linearTicks(0, high, 3).filter(Number.isInteger), format: short, label: "how many" },
    });
    scale = x;
    bars = counts.map((count, i) => svg("rect", {
      class: "bin",
      x: x(edge(i)),
      width: Math.max(0.5, x(edge(i + 1)) - x(edge(i)) - 0.6),
      y: y(count),
      height: y(0) - y(count),
      fill: spec.color,
    }));
    const outline = before && before.map((count, i) => `${i ? "L" : "M"}${x(edge(i))} ${y(count)}L${x(edge(i + 1))} ${y(count)}`).join("");
    canvas.replaceChildren(node, ...bars, ...(outline ? [svg("path", { d: outline, fill: "none", stroke: "var(--soft)", "stroke-width": 1.3 })] : []));
    choose(chosen);
  });

  canvas.addEventListener("pointermove", event => {
    if (!scale) return;
    const box = canvas.getBoundingClientRect();
    const value = scale.invert((event.clientX - box.left) / box.width * canvas.viewBox.baseVal.width);
    choose(within(Math.floor((value - spec.low) / (spec.high - spec.low) * counts.length)));
  });
  canvas.addEventListener("pointerleave", () => choose(null));
  canvas.addEventListener("keydown", event => {
    const now = chosen === null ? highest : chosen;
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: counts.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(within(to));
  });
  canvas.addEventListener("blur", () => choose(null));

  function within(index) {
    return Math.max(0, Math.min(counts.length - 1, index));
  }

  choose(null);
  return el("div", { class: "histogram" }, readout, body);
}
