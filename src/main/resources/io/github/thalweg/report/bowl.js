// The loss surface as a landscape that can be turned.

const TILT = 0.74;

/**
 * spec: title, surface, paths: [{color, path: [{w, loss, slope}]}], xLabel, yLabel, rim: the highest loss that is shown,
 * answer: {weights, loss} of the lowest point, if it is known.
 * Returns {element, moveTo(step)}.
 */
function bowl(spec) {
  const { surface } = spec;
  const canvas = el("canvas", { tabindex: 0, role: "img", "aria-label": spec.title + ". Left and right arrow keys turn it." });
  const body = el("div", { class: "bowl" }, canvas);
  const element = el("figure", { class: "card", id: "bowl" }, el("h3", {}, spec.title), el("p", { class: "lead" }, "Drag it, or use the arrow keys, to turn it."), body);
  let angle = -0.65;
  let step = 0;
  let size = 0;
  const rim = Math.min(surface.high, spec.rim || surface.high);
  const span = rim - surface.low || 1;
  const scaleOf = axis => linearScale([axis[0], axis[axis.length - 1]], [-1, 1]);
  const u = scaleOf(surface.x), v = scaleOf(surface.y);
  const lift = loss => (loss - surface.low) / span;

  /** Maps a point of the surface to the canvas; the third number is larger at the back. */
  function project(a, b, height) {
    const x = u(a), y = v(b);
    const across = x * Math.cos(angle) - y * Math.sin(angle);
    const away = x * Math.sin(angle) + y * Math.cos(angle);
    const unit = size * 0.295;
    return [size * 0.515 + across * unit, size * 0.61 - away * unit * TILT - height * unit * 0.95, away];
  }

  function draw(width) {
    size = Math.min(width, 560);
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    const height = Math.round(size * 0.96);
    canvas.width = size * ratio;
    canvas.height = height * ratio;
    canvas.style.width = size + "px";
    canvas.style.height = height + "px";
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawFloor(context);
    drawCells(context);
    if (spec.answer) drawAnswer(context, spec.answer);
    spec.paths.forEach(entry => drawPath(context, entry));
  }

  const redraw = whenResized(body, draw);
  whenThemeChanges(redraw);

  /** The ground with the axes of both weights, and the axis of the loss at the back. */
  function drawFloor(context) {
    const { x, y } = surface;
    const ends = [[x[0], y[0]], [x[x.length - 1], y[0]], [x[x.length - 1], y[y.length - 1]], [x[0], y[y.length - 1]]];
    const corners = ends.map(([a, b]) => project(a, b, 0));
    context.strokeStyle = themeColor("--faint");
    context.lineWidth = 1;
    polygon(context, corners);
    context.stroke();
    context.fillStyle = themeColor("--soft");
    context.font = "12px system-ui, sans-serif";
    const middle = corners.reduce((sum, c) => [sum[0] + c[0] / 4, sum[1] + c[1] / 4], [0, 0]);
    // The two front edges have the axes.
    corners.map((c, i) => ({ i, depth: c[2] + corners[(i + 1) % 4][2] })).sort((a, b) => a.depth - b.depth).slice(0, 2).forEach(({ i }) => {
      const along = i % 2 === 0;
      const axis = along ? x : y;
      const other = along ? ends[i][1] : ends[i][0];
      const place = value => along ? project(value, other, 0) : project(other, value, 0);
      const outwards = shift(place((axis[0] + axis[axis.length - 1]) / 2), middle);
      const ticks = linearTicks(axis[0], axis[axis.length - 1], 4);
      ticks.forEach(tick => write(context, number(tick, 3), place(tick), outwards, 13, side(outwards)));
      writeInside(context, along ? spec.xLabel : spec.yLabel, place((axis[0] + axis[axis.length - 1]) / 2), outwards, 42, size);
    });
    const left = corners.reduce((a, b) => b[0] < a[0] ? b : a);
    const at = ends[corners.indexOf(left)];
    context.beginPath();
    context.moveTo(left[0], left[1]);
    context.lineTo(...project(...at, 1).slice(0, 2));
    context.stroke();
    linearTicks(surface.low, rim, 4).forEach(tick => write(context, number(tick, 3), project(...at, lift(tick)), [-1, 0], 8, "end"));
    const top = project(...at, 1);
    write(context, "loss", [top[0], top[1] - 16], [0, 0], 0);
  }

  function drawCells(context) {
    const { x, y, columns, rows, value } = surface;
    const cells = [];
    for (let j = 0; j < rows - 1; j++) {
      for (let i = 0; i < columns - 1; i++) {
        const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]].map(([a, b]) => [x[a], y[b], value(a, b)]);
        const kept = below(corners, rim);
        if (kept.length < 3) continue;
        const points = kept.map(([a, b, loss]) => project(a, b, lift(loss)));
        const mesh = kept === corners ? [i % 4 === 0 && [0, 3], j % 4 === 0 && [0, 1]].filter(Boolean) : [];
        cells.push({ points, mesh, depth: points.reduce((sum, p) => sum + p[2], 0) / points.length, shade: light(corners), loss: kept.reduce((sum, c) => sum + c[2], 0) / kept.length });
      }
    }
    cells.sort((a, b) => b.depth - a.depth);
    for (const cell of cells) {
      const share = Math.sqrt(Math.max(0, (cell.loss - surface.low) / span));
      const color = reliefColor(share).map(c => Math.round(Math.min(255, c * cell.shade)));
      context.fillStyle = context.strokeStyle = `rgb(${color.join(" ")})`;
      context.lineWidth = 0.7;
      // Walls that are seen from outside are transparent, so that the inside is visible.
      context.globalAlpha = facesAway(cell.points) ? 0.3 : 1;
      polygon(context, cell.points);
      context.fill();
      context.stroke();
      context.strokeStyle = "rgb(255 255 255 / 22%)";
      for (const [from, to] of cell.mesh) {
        context.beginPath();
        context.moveTo(cell.points[from][0], cell.points[from][1]);
        context.lineTo(cell.points[to][0], cell.points[to][1]);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  /** The brightness of a cell, with light from the upper left of the picture. */
  function light(corners) {
    const p = corners.map(([a, b, loss]) => [u(a), v(b), Math.min(1.3, lift(loss)) * 1.1]);
    const e = [p[1][0] - p[0][0], p[1][1] - p[0][1], p[1][2] - p[0][2]];
    const f = [p[3][0] - p[0][0], p[3][1] - p[0][1], p[3][2] - p[0][2]];
    const normal = [e[1] * f[2] - e[2] * f[1], e[2] * f[0] - e[0] * f[2], e[0] * f[1] - e[1] * f[0]];
    const lamp = [-0.5 * Math.cos(angle) + 0.3 * Math.sin(angle), 0.5 * Math.sin(angle) + 0.3 * Math.cos(angle), 0.81];
    const dot = normal.reduce((sum, n, k) => sum + n * lamp[k], 0) / Math.hypot(...normal);
    return 0.72 + 0.36 * Math.max(0, dot);
  }

  function drawAnswer(context, { weights, loss }) {
    const trace = new Path2D(crosshairPath(...project(...weights, lift(loss))));
    context.lineCap = "round";
    for (const [style, width] of [["#fff", 5], ["#15181c", 2.2]]) {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.stroke(trace);
    }
  }

  function drawPath(context, { color, path }) {
    const paint = color.startsWith("var(") ? themeColor(color.slice(4, -1)) : color;
    const inside = point => surface.contains(...point.w) && surface.at(...point.w) <= rim * 1.0001;
    const place = point => project(...point.w, lift(surface.at(...point.w)));
    const shown = path.slice(0, step + 1);
    // Between two steps the line follows the ground.
    const trace = new Path2D();
    let down = false;
    shown.forEach((point, i) => {
      const from = i ? shown[i - 1] : point;
      for (let k = i ? 1 : 0; k <= 8; k++) {
        const w = [0, 1].map(n => from.w[n] + (point.w[n] - from.w[n]) * k / 8);
        if (!inside({ w }) || !surface.touches(from, point)) {
          down = false;
          continue;
        }
        trace[down ? "lineTo" : "moveTo"](...place({ w }).slice(0, 2));
        down = true;
      }
    });
    context.lineJoin = context.lineCap = "round";
    for (const [style, width] of [["rgb(255 255 255 / 92%)", 5], [paint, 2.4]]) {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.stroke(trace);
    }
    const here = path[Math.min(step, path.length - 1)];
    if (here && inside(here)) disc(context, place(here), 6, paint);
  }

  let dragged = null;
  canvas.addEventListener("pointerdown", event => {
    dragged = event.clientX;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", event => {
    if (dragged === null) return;
    angle -= (event.clientX - dragged) * 0.008;
    dragged = event.clientX;
    redraw();
  });
  canvas.addEventListener("pointerup", () => { dragged = null; });
  canvas.addEventListener("keydown", event => {
    const turn = { ArrowLeft: 0.12, ArrowRight: -0.12 }[event.key];
    if (!turn) return;
    event.preventDefault();
    angle += turn;
    redraw();
  });

  return {
    element,
    moveTo(to) {
      step = to;
      redraw();
    },
  };
}

function polygon(context, points) {
  context.beginPath();
  points.forEach((point, i) => context[i ? "lineTo" : "moveTo"](point[0], point[1]));
  context.closePath();
}

/** Whether the underside of a cell is visible: then its corners are in the opposite order. */
function facesAway(points) {
  let area = 0;
  points.forEach((p, i) => {
    const q = points[(i + 1) % points.length];
    area += p[0] * q[1] - q[0] * p[1];
  });
  return area > 0;
}

/** The part of a polygon whose third coordinate is not above a limit. */
function below(corners, limit) {
  if (corners.every(c => c[2] <= limit)) return corners;
  const kept = [];
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % corners.length];
    if (corner[2] <= limit) kept.push(corner);
    if ((corner[2] <= limit) !== (next[2] <= limit)) {
      const t = (limit - corner[2]) / (next[2] - corner[2]);
      kept.push(corner.map((c, n) => c + t * (next[n] - c)));
    }
  });
  return kept;
}

/** The direction from one point to another's opposite, one pixel long. */
function shift(point, from) {
  const d = [point[0] - from[0], point[1] - from[1]];
  const length = Math.hypot(...d) || 1;
  return d.map(c => c / length);
}

/** The alignment of a text to the left or right of its point. */
function side(direction) {
  return direction[0] > 0.3 ? "start" : direction[0] < -0.3 ? "end" : "center";
}

function write(context, text, point, direction, distance, align = "center") {
  context.textAlign = align;
  context.textBaseline = "middle";
  context.fillText(text, point[0] + direction[0] * distance, point[1] + direction[1] * distance);
}

/** The same, but a text that would be cut off at the right or left is moved inwards. */
function writeInside(context, text, point, direction, distance, size) {
  const half = context.measureText(text).width / 2;
  const align = side(direction);
  const middle = point[0] + direction[0] * distance + { start: half, end: -half, center: 0 }[align];
  const kept = Math.max(half + 2, Math.min(size - half - 2, middle));
  write(context, text, [kept, point[1] + direction[1] * distance], [0, 0], 0);
}

function disc(context, point, radius, color) {
  context.beginPath();
  context.arc(point[0], point[1], radius, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.strokeStyle = "#fff";
  context.lineWidth = 2;
  context.stroke();
}
