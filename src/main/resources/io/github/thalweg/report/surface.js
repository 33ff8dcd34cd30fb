// A loss surface: its values between the nodes, its slope, its colours and its contour lines.

/** Colours from the valley up to the heights; each is lighter than the one before. */
const RELIEF = [[16, 42, 82], [24, 84, 122], [47, 128, 146], [104, 168, 160], [168, 203, 178], [222, 229, 202], [248, 244, 230]];

/** data: {x, y, loss}, loss[j][i] at x[i], y[j]; null if it is not finite. */
function makeSurface(data) {
  const { x, y, loss } = data;
  const columns = x.length, rows = y.length;
  const [low, high] = extent(loss.flat().filter(value => value !== null));
  const value = (i, j) => loss[j][i] === null ? high : loss[j][i];

  /** The cell that contains a point, and the position in the cell. */
  function locate(a, b) {
    const u = Math.max(0, Math.min(columns - 1, (a - x[0]) / (x[columns - 1] - x[0]) * (columns - 1)));
    const v = Math.max(0, Math.min(rows - 1, (b - y[0]) / (y[rows - 1] - y[0]) * (rows - 1)));
    const i = Math.min(columns - 2, Math.floor(u)), j = Math.min(rows - 2, Math.floor(v));
    return [i, j, u - i, v - j];
  }

  /** Catmull and Rom's cubic through four values; exact on a parabola. */
  function cubic(p, q, r, s, t) {
    return q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
  }

  /** A node's value; outside the edge it is on the parabola through the last three values. */
  function node(i, j) {
    if (i < 0) return 3 * node(0, j) - 3 * node(1, j) + node(2, j);
    if (i >= columns) return 3 * node(columns - 1, j) - 3 * node(columns - 2, j) + node(columns - 3, j);
    if (j < 0) return 3 * node(i, 0) - 3 * node(i, 1) + node(i, 2);
    if (j >= rows) return 3 * node(i, rows - 1) - 3 * node(i, rows - 2) + node(i, rows - 3);
    return value(i, j);
  }

  function at(a, b) {
    const [i, j, s, t] = locate(a, b);
    const line = k => cubic(node(i - 1, k), node(i, k), node(i + 1, k), node(i + 2, k), s);
    return Math.max(low, cubic(line(j - 1), line(j), line(j + 1), line(j + 2), t));
  }

  function slope(a, b) {
    const h = (x[columns - 1] - x[0]) / (columns - 1) / 2;
    const k = (y[rows - 1] - y[0]) / (rows - 1) / 2;
    return [(at(a + h, b) - at(a - h, b)) / (2 * h), (at(a, b + k) - at(a, b - k)) / (2 * k)];
  }

  const contains = (a, b) => a >= x[0] && a <= x[columns - 1] && b >= y[0] && b <= y[rows - 1];

  /** 0 … 1 for a loss: its root, so that the rings of a bowl have equal distances. */
  const relief = loss => Math.sqrt(Math.max(0, Math.min(1, (loss - low) / (high - low || 1))));
  /** Whether a step begins or ends in the picture. */
  const touches = (from, to) => contains(...from.w) || contains(...to.w);
  return { ...data, columns, rows, low, high, value, at, slope, contains, touches, relief };
}

/** The same surface with one more node between every two nodes. */
function refined(surface) {
  const between = nodes => nodes.flatMap((node, i) => i ? [(nodes[i - 1] + node) / 2, node] : [node]);
  const x = between(surface.x), y = between(surface.y);
  return makeSurface({ x, y, loss: y.map(b => x.map(a => surface.at(a, b))) });
}

/** The colour at a height from 0 to 1, as [red, green, blue]. */
function reliefColor(share) {
  const at = Math.min(RELIEF.length - 1.000001, Math.max(0, share) * (RELIEF.length - 1));
  const k = Math.floor(at);
  return RELIEF[k].map((c, n) => c + (RELIEF[k + 1][n] - c) * (at - k));
}

/** Round levels, 1, 2 and 5 times a power of ten, that are far enough apart in the picture. */
function contourLevels(surface) {
  const levels = [];
  const span = surface.high - surface.low;
  for (let e = Math.floor(Math.log10(span || 1)) - 3; e <= Math.ceil(Math.log10(Math.abs(surface.high) || 1)); e++) {
    for (const factor of [1, 2, 5]) {
      const level = Number((factor * 10 ** e).toPrecision(3));
      if (level > surface.low + 0.003 * span && level < surface.high) levels.push(level);
    }
  }
  const chosen = [];
  for (const level of levels.sort((a, b) => a - b)) {
    if (!chosen.length || surface.relief(level) - surface.relief(chosen[chosen.length - 1]) > 0.035) chosen.push(level);
  }
  return chosen.length > 4 ? chosen : linearTicks(surface.low, surface.high, 10).slice(1);
}

/** Contour lines of a level as lists of points [a, b], by marching squares. */
function contours(surface, level) {
  const segments = [];
  const { x, y, columns, rows, value } = surface;
  const cross = (i, j, k, l) => {
    const p = value(i, j), q = value(k, l);
    const t = (level - p) / (q - p);
    return [x[i] + t * (x[k] - x[i]), y[j] + t * (y[l] - y[j])];
  };
  for (let j = 0; j < rows - 1; j++) {
    for (let i = 0; i < columns - 1; i++) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      const above = corners.map(([a, b]) => value(a, b) > level);
      const crossings = [];
      for (let c = 0; c < 4; c++) {
        const d = (c + 1) % 4;
        if (above[c] !== above[d]) crossings.push(cross(...corners[c], ...corners[d]));
      }
      for (let c = 0; c + 1 < crossings.length; c += 2) segments.push([crossings[c], crossings[c + 1]]);
    }
  }
  return joined(segments);
}

/** Joins segments with common ends. */
function joined(segments) {
  const key = point => point.map(v => v.toPrecision(9)).join(" ");
  const ends = new Map();
  const add = (point, segment) => ends.set(key(point), [...(ends.get(key(point)) || []), segment]);
  segments.forEach(segment => segment.forEach(point => add(point, segment)));
  const used = new Set();
  const lines = [];
  for (const segment of segments) {
    if (used.has(segment)) continue;
    used.add(segment);
    const line = [...segment];
    for (const forward of [true, false]) {
      while (true) {
        const tip = forward ? line[line.length - 1] : line[0];
        const next = (ends.get(key(tip)) || []).find(s => !used.has(s));
        if (!next) break;
        used.add(next);
        const point = key(next[0]) === key(tip) ? next[1] : next[0];
        if (forward) line.push(point); else line.unshift(point);
      }
    }
    lines.push(line);
  }
  return lines;
}
