// Numbers in a readable form.

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The space between a number and its unit, where a line must not break. */
const NO_BREAK = "\u00a0";

/** A number with its unit. */
function withUnit(text, unit) {
  return text + NO_BREAK + unit;
}

/** A number with this many significant digits; very large and very small numbers as powers of ten. */
function number(value, digits = 4) {
  if (!Number.isFinite(value)) return value === undefined || value === null ? "–" : String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7) {
    const [mantissa, exponent] = value.toExponential(Math.min(digits, 3) - 1).split("e");
    const factor = (mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa).replace("-", "−");
    return (/^−?1$/.test(factor) ? factor.replace("1", "") : factor + "×") + "10" + superscript(Number(exponent));
  }
  if (size >= 1000) return value.toLocaleString("en", { maximumFractionDigits: 0 }).replace("-", "−");
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

/** A number as a multiple of a power of ten: 10⁻², 5×10³; 1 and 10 stay unchanged. */
function power(value) {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const factor = Number((value / 10 ** exponent).toPrecision(3));
  if (exponent === 0 || exponent === 1) return String(Number(value.toPrecision(3)));
  return (factor === 1 ? "" : factor + "×") + "10" + superscript(exponent);
}

function superscript(exponent) {
  return (exponent < 0 ? "⁻" : "") + [...String(Math.abs(exponent))].map(d => SUPERSCRIPTS[d]).join("");
}

/** A value in its format, if there is a value. */
function orDash(value, format) {
  return value === undefined ? "–" : format(value);
}

function whole(value) {
  return value.toLocaleString("en");
}

function percent(share, digits = 2) {
  return withUnit((100 * share).toFixed(digits), "%");
}

/** A rate or count with k, M, G. */
function short(value) {
  for (const [unit, name] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]]) {
    if (Math.abs(value) >= unit) return withUnit(Number((value / unit).toPrecision(3)), name);
  }
  return String(Number(value.toPrecision(3)));
}

/** Seconds in the unit that keeps the number readable. */
function duration(seconds) {
  if (seconds === 0) return withUnit("0", "s");
  if (seconds >= 7200) return withUnit((seconds / 3600).toFixed(1), "h");
  if (seconds >= 120) return withUnit((seconds / 60).toFixed(1), "min");
  for (const [unit, name] of [[1, "s"], [1e-3, "ms"], [1e-6, "µs"]]) {
    if (seconds >= unit) return withUnit(Number((seconds / unit).toPrecision(3)), name);
  }
  return withUnit(Number((seconds * 1e9).toPrecision(3)), "ns");
}

/** A time similar to ISO 8601, in the reader's time zone: 2026-11-23 19:51:54 +01:00. */
function moment(instant) {
  const date = new Date(instant), two = value => String(Math.floor(value)).padStart(2, "0");
  const ahead = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + ahead * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${ahead < 0 ? "−" : "+"}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`;
}

function bytes(count) {
  return count >= 2 ** 30 ? withUnit((count / 2 ** 30).toFixed(1), "GiB") : withUnit((count / 2 ** 20).toFixed(0), "MiB");
}

/** "1 epoch", "2 epochs". */
function counted(count, noun) {
  return whole(count) + " " + noun + (count === 1 ? "" : "s");
}
