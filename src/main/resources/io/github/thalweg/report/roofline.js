// The roofline: what memory and arithmetic allow, and where the workloads and their kernels are under it.

const HOW = "Point at a dot or a ring, or use the arrow keys.";

/**
 * A roofline of a device: {element, show(workload)}, where null shows all of them; or null where its ceilings or its
 * results are missing.
 */
function roofline(device) {
  const gemm = limitOf(device, "gemm");
  const peak = limitOf(device, "multiply_adds") || gemm;
  const read = limitOf(device, "read") || limitOf(device, "copy");
  const points = device.results.filter(result => result.needed_flop_per_step).flatMap(result => [{
    workload: result.workload,
    name: result.workload,
    label: result.workload,
    x: result.needed_flop_per_step / result.bytes_per_step,
    y: result.needed_flop_per_step / result.median_step_us / 1e3,
  }, ...kernelPoints(result)]);
  if (!peak || !read || !points.length) return null;
  const ceilings = {
    peak: peak.value, peakName: peak.name === "gemm" ? "matrices" : "arithmetic",
    gemm: gemm && gemm !== peak && gemm.value,
    read: read.value, readName: limitName(read.name),
  };
  return rooflineChart(device, ceilings, points);
}

/** What computes nothing has no place on a roofline. */
function kernelPoints(result) {
  return (result.step_kernels || []).map((kernel, i) => ({
    workload: result.workload,
    name: `${result.workload}, ${i + 1}: ${kernel.kernel}`,
    label: String(i + 1),
    kernel,
    x: kernel.flop / kernel.bytes,
    y: kernel.gflop_per_s,
  })).filter(point => point.kernel.flop > 0);
}

function limitOf(device, name) {
  return device.limits.find(limit => limit.name === name);
}

function rooflineChart(device, ceilings, points) {
  const canvas = svg("svg", { tabindex: 0, role: "img", "aria-label": describeRoofline(device, ceilings, points) });
  const readout = el("div", { class: "readout", "aria-live": "polite" });
  const body = el("div", {}, canvas);
  const names = el("div", { class: "legend" });
  const element = el("figure", { class: "card roofline", "data-device": device.device },
    el("h3", {}, el("span", { class: "swatch", style: `background: ${device.color}` }), device.device), readout, body, names);
  let order = [];
  let chosen = null;
  let drawn = null;

  function draw(width) {
    const height = Math.round(Math.min(440, Math.max(300, width * 0.7)));
    canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
    canvas.setAttribute("height", height);
    const ridge = ceilings.peak / ceilings.read;
    const xDomain = [Math.min(ridge, ...points.map(p => p.x)) / 4, Math.max(ridge, ...points.map(p => p.x)) * 4];
    const yDomain = [Math.min((ceilings.gemm || ceilings.peak) / 50, ...points.map(p => p.y)) / 3, ceilings.peak * 3];
    const axes = frame({
      width,
      height,
      x: { domain: xDomain, log: true, format: powerLabel, label: "operations per byte" },
      y: { domain: yDomain, log: true, format: powerLabel, label: "GFLOP/s" },
    });
    drawn = { ...axes, width };
    canvas.replaceChildren(axes.node, ...roof(device, ceilings, axes, xDomain, yDomain), ...order.map(p => mark(p, axes)), ...pointLabels(labelled(), axes, ceilings));
    choose(chosen);
  }

  /** Kernels have numbers where those of one workload are shown, and their names stand below. */
  function labelled() {
    const one = order.every(p => p.workload === order[0].workload);
    return order.filter(p => one || !p.kernel);
  }

  function show(workload) {
    order = points.filter(p => workload === null || p.workload === workload).sort((a, b) => a.x - b.x || a.y - b.y);
    chosen = null;
    const kernels = workload === null ? [] : points.filter(p => p.kernel && p.workload === workload);
    names.replaceChildren(...kernels.map(p => el("span", {}, el("b", {}, p.label), " " + p.kernel.kernel)));
    readout.replaceChildren(HOW + (workload === null && points.some(p => p.kernel) ? " Choose a workload to have its kernels named." : ""));
    if (drawn) draw(drawn.width);
  }

  function mark(p, { x, y }) {
    const limit = Math.min(ceilings.peak, ceilings.read * p.x);
    const dot = { cx: x(p.x), cy: y(p.y), "data-workload": p.workload, onpointerenter: () => choose(order.indexOf(p)) };
    if (p.kernel) return svg("circle", { ...dot, class: "point kernel", r: 4, stroke: device.color, "data-kernel": p.kernel.kernel }, svg("title", {}, p.name));
    return svg("g", {},
      svg("line", { class: "drop", x1: x(p.x), x2: x(p.x), y1: y(limit), y2: y(p.y) }),
      svg("circle", { ...dot, class: "dot point", r: 5.5, fill: device.color }, svg("title", {}, p.name)));
  }

  function choose(index) {
    chosen = index;
    canvas.querySelectorAll("circle.point").forEach((dot, i) => dot.classList.toggle("chosen", i === index));
    if (index === null) return;
    const { name, x, y } = order[index];
    const limit = Math.min(ceilings.peak, ceilings.read * x);
    readout.replaceChildren(el("b", {}, name), ` · ${number(x, 3)} operations a byte · ${number(y, 3)} GFLOP/s, ${(100 * y / limit).toPrecision(2)} % of the roof's ${number(limit, 3)}`);
  }

  whenResized(body, draw);
  canvas.addEventListener("keydown", event => {
    const now = chosen === null ? -1 : chosen;
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: order.length - 1 }[event.key];
    if (to === undefined || !drawn || !order.length) return;
    event.preventDefault();
    choose(Math.max(0, Math.min(order.length - 1, to)));
  });
  show(null);
  return { element, show };
}

/** Numbers on a logarithmic axis, short. */
function powerLabel(value) {
  return value >= 1e-3 && value < 1e5 ? String(Number(value.toPrecision(3))) : number(value, 2);
}

/** The roof itself, with the names of its two halves. */
function roof(device, ceilings, { x, y, plot }, [low, high], [bottom]) {
  const ridge = ceilings.peak / ceilings.read;
  const start = Math.max(low, bottom / ceilings.read);
  const line = `M${x(start)} ${y(ceilings.read * start)}L${x(ridge)} ${y(ceilings.peak)}L${x(high)} ${y(ceilings.peak)}`;
  const angle = Math.atan2(y(ceilings.peak) - y(ceilings.read * start), x(ridge) - x(start)) * 180 / Math.PI;
  const at = start ** 0.3 * ridge ** 0.7; // right of the workloads that read most
  return [
    svg("path", { class: "under-roof", fill: device.color, d: `${line}L${x(high)} ${plot.bottom}L${x(start)} ${plot.bottom}Z` }),
    svg("path", { class: "roof", stroke: device.color, d: line }),
    svg("text", { transform: `translate(${x(at)} ${y(ceilings.read * at) - 8}) rotate(${angle})`, "text-anchor": "middle" }, `${ceilings.readName} ${number(ceilings.read, 3)} GB/s`),
    svg("text", { x: x(high) - 4, y: y(ceilings.peak) - 8, "text-anchor": "end" }, `${ceilings.peakName} ${number(ceilings.peak, 3)} GFLOP/s`),
    ...(ceilings.gemm ? gemmLine(device, ceilings, { x, y }, high) : []),
  ];
}

/** What a multiplication of matrices reached, under the roof. */
function gemmLine(device, ceilings, { x, y }, high) {
  const at = y(ceilings.gemm);
  return [
    svg("line", { class: "inner-roof", stroke: device.color, x1: x(ceilings.gemm / ceilings.read), x2: x(high), y1: at, y2: at }),
    svg("text", { x: x(high) - 4, y: at + 15, "text-anchor": "end" }, `matrices ${number(ceilings.gemm, 3)} GFLOP/s`),
  ];
}

/** A name beside each point, where it covers no other name, no other point and no name of the roof. */
function pointLabels(points, { x, y, plot: box }, ceilings) {
  const taken = [
    ...points.map(p => ({ left: x(p.x) - 7, right: x(p.x) + 7, top: y(p.y) - 7, bottom: y(p.y) + 7 })),
    { left: box.right - 180, right: box.right, top: y(ceilings.peak) - 22, bottom: y(ceilings.peak) + 2 },
    ...(ceilings.gemm ? [{ left: box.right - 180, right: box.right, top: y(ceilings.gemm) - 2, bottom: y(ceilings.gemm) + 18 }] : []),
  ];
  return points.map(p => {
    const width = textWidth(p.label) * 0.92;
    const places = [];
    for (const dy of [0, 15, -15, 30, -30]) {
      places.push({ anchor: "start", at: x(p.x) + 10, left: x(p.x) + 10, dy }, { anchor: "end", at: x(p.x) - 10, left: x(p.x) - 10 - width, dy });
    }
    const boxes = places.map(place => ({ place, left: place.left, right: place.left + width, top: y(p.y) + place.dy - 8, bottom: y(p.y) + place.dy + 6 }));
    const free = boxes.find(b => b.left >= box.left && b.right <= box.right + 10 && b.top >= box.top && b.bottom <= box.bottom
      && !taken.some(t => b.left < t.right && t.left < b.right && b.top < t.bottom && t.top < b.bottom)) || boxes[0];
    taken.push(free);
    return svg("text", { class: "point-label", x: free.place.at, y: y(p.y) + free.place.dy + 4, "text-anchor": free.place.anchor }, p.label);
  });
}

function describeRoofline(device, ceilings, points) {
  return `Roofline of ${device.device}: ${ceilings.readName} ${number(ceilings.read, 3)} GB/s, ${ceilings.peakName} ${number(ceilings.peak, 3)} GFLOP/s; `
    + points.filter(p => !p.kernel).map(p => `${p.name} ${number(p.y, 3)} GFLOP/s at ${number(p.x, 3)} operations a byte`).join("; ")
    + ". Left and right arrow keys read the points.";
}
