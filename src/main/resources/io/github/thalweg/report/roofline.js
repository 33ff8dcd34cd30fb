// The roofline: the limits of memory and arithmetic, with the workloads and their kernels below it.

const HOW = "Point at a dot or a ring, or use the arrow keys.";

/**
 * A roofline of a device: {element, show(workload)}, where null shows all workloads. The roofline is null if its ceilings
 * or its results are missing.
 */
function roofline(device) {
  const gemm = limitOf(device, "gemm");
  const peak = limitOf(device, "multiply_adds") || gemm;
  const read = limitOf(device, "read") || limitOf(device, "copy");
  const points = device.results.filter(result => result.needed_flop_per_step).flatMap(result => [{
    workload: result.workload,
    name: result.workload,
    label: result.workload,
    x: operationsPerByte(result),
    y: result.gflop_per_s,
  }, ...kernelPoints(result)]);
  if (!peak || !read || !points.length) return null;
  const ceilings = {
    peak: peak.value, peakName: peak.name === "gemm" ? "matrices" : "arithmetic",
    gemm: gemm && gemm !== peak && gemm.value,
    read: read.value, readName: limitName(read.name),
  };
  return rooflineChart(device, ceilings, points);
}

/** The operations of a step for each byte, which show whether memory or arithmetic is its limit. */
function operationsPerByte(result) {
  return result.needed_flop_per_step / result.bytes_per_step;
}

/** A kernel without operations has no place on a roofline. */
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
    const yDomain = [Math.min((ceilings.gemm || ceilings.peak) / 50, ...points.map(p => p.y)) / 3, Math.max(2 * ceilings.peak, ...points.map(p => p.y)) * 1.5];
    const axes = frame({
      width,
      height,
      x: { domain: xDomain, log: true, format: powerLabel, label: "operations per byte" },
      y: { domain: yDomain, log: true, format: powerLabel, label: "GFLOP/s" },
    });
    drawn = { ...axes, width };
    const dots = order.map(p => around(axes.x(p.x), axes.y(p.y)));
    const names = roofNames(ceilings, axes, xDomain, yDomain, dots);
    canvas.replaceChildren(axes.node, ...roof(device, ceilings, axes, xDomain, yDomain), ...names.map(roofName), ...order.map(p => mark(p, axes)),
      ...pointLabels(labelled(), axes, names.flatMap(covered)));
    choose(chosen);
  }

  /** If the kernels of one workload are shown, they have numbers, and their names are below. */
  function labelled() {
    const one = order.every(p => p.workload === order[0].workload);
    return order.filter(p => one || !p.kernel);
  }

  function show(workload) {
    order = points.filter(p => workload === null || p.workload === workload).sort((a, b) => a.x - b.x || a.y - b.y);
    chosen = null;
    const kernels = workload === null ? [] : points.filter(p => p.kernel && p.workload === workload);
    names.replaceChildren(...kernels.map(p => el("span", {}, el("b", {}, p.label), " " + p.kernel.kernel)));
    readout.replaceChildren(HOW + (workload === null && points.some(p => p.kernel) ? " Choose a workload to see the names of its kernels." : ""));
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
    readout.replaceChildren(el("b", {}, name), ` · ${number(x, 3)} operations per byte · ${number(y, 3)} GFLOP/s, ${(100 * y / limit).toPrecision(2)} % of the roof's ${number(limit, 3)}`);
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

/** Short numbers for a logarithmic axis. */
function powerLabel(value) {
  return value >= 1e-3 && value < 1e5 ? String(Number(value.toPrecision(3))) : number(value, 2);
}

/** The roof; and below it the speed of a matrix multiplication, if this is not the roof. */
function roof(device, ceilings, { x, y, plot }, [low, high], [bottom]) {
  const ridge = ceilings.peak / ceilings.read;
  const start = Math.max(low, bottom / ceilings.read);
  const line = `M${x(start)} ${y(ceilings.read * start)}L${x(ridge)} ${y(ceilings.peak)}L${x(high)} ${y(ceilings.peak)}`;
  const inner = y(ceilings.gemm);
  return [
    svg("path", { class: "under-roof", fill: device.color, d: `${line}L${x(high)} ${plot.bottom}L${x(start)} ${plot.bottom}Z` }),
    svg("path", { class: "roof", stroke: device.color, d: line }),
    ...(ceilings.gemm ? [svg("line", { class: "inner-roof", stroke: device.color, x1: x(ceilings.gemm / ceilings.read), x2: x(high), y1: inner, y2: inner })] : []),
  ];
}

/**
 * The names along the roof, as [{text, x, y, anchor, angle}]. Each name gets the first of its places where it covers no
 * other name and, if possible, no point; the boxes of the points are given.
 */
function roofNames(ceilings, { x, y, plot }, [low, high], [bottom], dots) {
  const ridge = ceilings.peak / ceilings.read;
  const start = Math.max(low, bottom / ceilings.read);
  const angle = Math.atan2(y(ceilings.peak) - y(ceilings.read * start), x(ridge) - x(start)) * 180 / Math.PI;
  const shares = Array.from({ length: 21 }, (_, i) => i / 20);
  // From the right end to the left.
  const flat = (text, value, dy) => shares.map(share => ({ text: `${text} ${number(value, 3)} GFLOP/s`, x: x(high) - 4 - share * (x(high) - x(ridge)), y: y(value) + dy, anchor: "end", angle: 0 }));
  // To the right of the workloads that read most, if there is room.
  const slanted = shares.map(share => start ** (0.3 + 0.6 * share) * ridge ** (0.7 - 0.6 * share)).map(at =>
    ({ text: `${ceilings.readName} ${number(ceilings.read, 3)} GB/s`, x: x(at), y: y(ceilings.read * at) - 8, anchor: "middle", angle }));
  const taken = [];
  return [slanted, flat(ceilings.peakName, ceilings.peak, -8), ...(ceilings.gemm ? [flat("matrices", ceilings.gemm, 15)] : [])].map(places => {
    const freeOf = others => places.find(place => covered(place).every(box => box.left >= plot.left && !others.some(other => overlap(box, other))));
    const name = freeOf([...taken, ...dots]) || freeOf(taken) || places[0];
    taken.push(...covered(name));
    return name;
  });
}

function roofName({ text, x, y, anchor, angle }) {
  return svg("text", { class: "roof-name", transform: `translate(${x} ${y}) rotate(${angle})`, "text-anchor": anchor }, text);
}

/** The boxes that a name covers: a row of small boxes, because the name may be slanted. */
function covered({ text, x, y, anchor, angle }) {
  const width = textWidth(text), from = { end: -width, middle: -width / 2 }[anchor];
  const turn = angle * Math.PI / 180;
  return Array.from({ length: Math.ceil(width / 8) + 1 }, (_, i) => from + Math.min(width, 8 * i)).map(along => {
    const cx = x + along * Math.cos(turn) + 4 * Math.sin(turn), cy = y + along * Math.sin(turn) - 4 * Math.cos(turn);
    return around(cx, cy);
  });
}

/** A box with the height of a line of text, or a box around a point. */
function around(x, y) {
  return { left: x - 7, right: x + 7, top: y - 7, bottom: y + 7 };
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * A name beside each point, at a place where it covers no other name, no taken box and, if possible, no other point. A
 * point without room gets no name. The points at the right have the fewest places, so they come first.
 */
function pointLabels(points, { x, y, plot: box }, taken) {
  const dots = points.map(p => around(x(p.x), y(p.y))), names = [...taken];
  return [...points].reverse().flatMap(p => {
    const width = textWidth(p.label) * 0.92;
    const places = [0, 15, -15, 30, -30].flatMap(dy => [
      { anchor: "start", at: x(p.x) + 10, left: x(p.x) + 10, dy },
      { anchor: "end", at: x(p.x) - 10, left: x(p.x) - 10 - width, dy },
      ...(Math.abs(dy) < 15 ? [] : [{ anchor: "middle", at: x(p.x), left: x(p.x) - width / 2, dy: dy + Math.sign(dy) * 3 }]),
    ]).map(place => ({ ...place, right: place.left + width, top: y(p.y) + place.dy - 8, bottom: y(p.y) + place.dy + 6 }));
    const freeOf = others => places.find(b => b.left >= box.left && b.right <= box.right + 10 && b.top >= box.top && b.bottom <= box.bottom && !others.some(t => overlap(b, t)));
    const free = freeOf([...names, ...dots]) || freeOf(names);
    if (!free) return [];
    names.push(free);
    return [svg("text", { class: "point-label", x: free.at, y: y(p.y) + free.dy + 4, "text-anchor": free.anchor }, p.label)];
  });
}

function describeRoofline(device, ceilings, points) {
  return `Roofline of ${device.device}: ${ceilings.readName} ${number(ceilings.read, 3)} GB/s, ${ceilings.peakName} ${number(ceilings.peak, 3)} GFLOP/s; `
    + points.filter(p => !p.kernel).map(p => `${p.name} ${number(p.y, 3)} GFLOP/s at ${number(p.x, 3)} operations per byte`).join("; ")
    + ". Left and right arrow keys read the points.";
}
