// From values to pixels, and the ticks in between.

/** A linear scale from a domain of values onto a range of pixels. */
function linearScale([low, high], [from, to]) {
  const span = high - low || 1;
  const scale = value => from + (value - low) / span * (to - from);
  scale.invert = pixel => low + (pixel - from) / (to - from) * span;
  scale.domain = [low, high];
  return scale;
}

/** A logarithmic scale; the domain is above 0. */
function logScale([low, high], range) {
  const inner = linearScale([Math.log10(low), Math.log10(high)], range);
  const scale = value => inner(Math.log10(value));
  scale.invert = pixel => 10 ** inner.invert(pixel);
  scale.domain = [low, high];
  return scale;
}

/** A step of 1, 2 or 5 times a power of ten that gives about this many ticks. */
function niceStep(span, count) {
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find(f => f * power >= rough * 0.999);
  return factor * power;
}

/** Round values from low to high. */
function linearTicks(low, high, count) {
  if (!(high > low)) return [low];
  const step = niceStep(high - low, count);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/** Powers of ten from low to high; if they are few, with 2 and 5 times these powers between them. */
function logTicks(low, high, count) {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.ceil(Math.log10(high) - 1e-9);
  const decades = last - first;
  const every = Math.max(1, Math.ceil(decades / count));
  const factors = decades <= 2 ? [1, 2, 5] : [1];
  const ticks = [];
  for (let e = first; e <= last; e++) {
    if ((e - first) % every !== 0) continue;
    for (const factor of factors) {
      const tick = Number((factor * 10 ** e).toPrecision(12));
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  }
  return ticks.length > 1 ? ticks : linearTicks(low, high, count).filter(tick => tick > 0);
}

/** The domain widened to round values; it starts at 0 if the data still have enough room. */
function niceDomain(low, high, count) {
  if (low === high) {
    const room = Math.abs(low) * 0.1 || 1;
    return [low - room, high + room];
  }
  const floor = low > 0 && low < 0.5 * high ? 0 : low;
  const step = niceStep(high - floor, count);
  return [Math.floor(floor / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}

/** The start and end of a logarithmic axis: with a little room, or at round values if they are near. */
function logDomain(low, high) {
  if (low === high) return [low / 2, high * 2];
  const room = Math.max(0.03 * Math.log10(high / low), 0.02);
  return [low * 10 ** -room, high * 10 ** room];
}

/** The least and the greatest of the values. */
function extent(values) {
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
