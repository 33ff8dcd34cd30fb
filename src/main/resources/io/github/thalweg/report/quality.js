// How good the model is: where it is wrong, and by how much.

function quality(run) {
  const evaluation = run.evaluation;
  if (!evaluation) return null;
  const on = `on the ${evaluation.part} part (${counted(evaluation.rows, "row")})`;
  const parts = [
    evaluation.confusion && confusion(evaluation.confusion, on),
    evaluation.mistakes && mistakes(evaluation.mistakes, on, evaluation.part),
    evaluation.fit && evaluation.rows > 1 && fit(evaluation.fit, on),
    ...(evaluation.regression || []).map((target, i) => regression(target, on, i)),
  ].filter(Boolean);
  if (!parts.length) return null;
  return chapter("quality", "How good it is", null, el("div", { class: "grid" }, ...parts));
}

/** A table of classes: a row is the true class, a column the predicted class. */
function confusion({ classes, counts }, on) {
  const sums = counts.map(row => row.reduce((a, b) => a + b, 0));
  const cell = (count, i, j) => {
    const share = sums[i] ? count / sums[i] : 0;
    const strength = Math.round(100 * (i === j ? 0.12 + 0.75 * share : Math.min(1, Math.sqrt(share) * 1.3)));
    const style = count ? `background: color-mix(in srgb, var(${i === j ? "--c0" : "--c1"}) ${strength}%, var(--card)); color: ${strength > 62 ? "var(--card)" : "var(--ink)"}` : "color: var(--faint)";
    return el("td", { style, title: `${counted(count, "row")} of ${classes[i]} taken for ${classes[j]}` }, count ? whole(count) : "·");
  };
  return el("figure", { class: "card", id: "confusion" },
    el("h3", {}, "Confusion matrix"),
    el("p", { class: "lead" }, `The classes that the model predicted ${on}: a row is the true class, a column the predicted class. Blue is right, orange is wrong, and the last column is the share of a class that was found.`),
    scrolling("Confusion matrix", "", el("table", { class: "confusion" },
      el("thead", {},
        el("tr", {}, el("th", {}), el("th", { colspan: classes.length }, "taken for")),
        el("tr", {}, el("th", {}, "is"), ...classes.map(name => el("th", { scope: "col" }, name)))),
      el("tbody", {}, ...counts.map((row, i) => el("tr", {},
        el("th", { scope: "row" }, classes[i]),
        ...row.map((count, j) => cell(count, i, j)),
        el("td", { class: "rate" }, sums[i] ? percent(row[i] / sums[i], 1) : "–")))))));
}

function mistakes({ total, items, height, width }, on, part) {
  const title = total > items.length ? `The ${items.length} worst mistakes of ${whole(total)}` : total > 1 ? `All ${counted(total, "mistake")}` : total ? "The only mistake" : "No mistakes";
  const show = item => el("li", {},
    height && picture(item.image, height, width),
    el("b", {}, item.actual), " taken for ", el("b", {}, item.predicted),
    el("br"), `${percent(item.probability, 1)} sure`, el("br"), place(item));
  const table = () => scrolling("Mistakes", "", el("table", {},
    el("thead", {}, el("tr", {}, el("th", { class: "right" }, items[0].line === undefined ? "row" : "line"), el("th", {}, "is"), el("th", {}, "taken for"), el("th", { class: "right" }, "sure"), ...Object.keys(items[0].features || {}).map(name => el("th", { class: "right" }, name)))),
    el("tbody", {}, ...items.map(item => el("tr", {}, el("td", { class: "right" }, whole(item.line === undefined ? item.row : item.line)), el("td", {}, item.actual), el("td", {}, item.predicted), el("td", { class: "right" }, percent(item.probability, 1)), ...Object.values(item.features || {}).map(value => el("td", { class: "right" }, number(value))))))));
  return el("figure", { class: "card", id: "mistakes" },
    el("h3", {}, title),
    el("p", { class: "lead" }, total ? `The rows ${on} where the model was most certain of a wrong class. ${places(items)}` : `Every row ${on} was classified correctly.`),
    total > 0 && (height ? el("ul", { class: "mistakes" }, ...items.map(show)) : table()));
}

/** How to find a row. */
function place(item) {
  return item.line === undefined ? `row ${whole(item.row)}` : `line ${whole(item.line)}`;
}

function places(items) {
  return items[0].line === undefined ? "Row numbers are those of the data, from 1." : "Line numbers are those of the file.";
}

/** An image of one byte for each pixel: 0 is paper, 255 is ink. */
function picture(base64, height, width) {
  const canvas = el("canvas", { width, height, role: "img" });
  const pixels = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
  const image = canvas.getContext("2d").createImageData(width, height);
  pixels.forEach((value, i) => { image.data[4 * i + 3] = value; });
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

function regression({ name, actual, predicted, rmse, r2, rows }, on, index) {
  const id = "regression" + (index || ""), title = `Predicted against actual: ${name}`;
  if (rows === 1) {
    return el("figure", { class: "card", id }, el("h3", {}, title), el("p", { class: "lead" },
      `There is only one row: its value is ${number(actual[0])}, and the model predicted ${number(predicted[0])}. One row cannot show how good the model is.`));
  }
  const fraction = r2 === undefined ? "there is no R², because all of them are equal" : `R² ${number(r2)} (${r2InWords(r2)})`;
  const shown = actual.length < rows ? ` ${whole(actual.length)} of them are drawn.` : "";
  return scatter({
    id,
    title,
    lead: `Points on the dashed line are predicted exactly, ${on}.${shown} RMSE ${number(rmse)}; ${fraction}.`,
    xLabel: "actual " + name,
    yLabel: "predicted " + name,
    points: actual.map((value, i) => [value, predicted[i]]),
    diagonal: true,
  });
}

/** What a coefficient of determination means. */
function r2InWords(r2) {
  return r2 < 0 ? "below 0: worse than always predicting the mean" : "1 is exact, 0 is no better than always predicting the mean";
}

/** A model of one input is a curve through its data. */
function fit({ feature, target, x, y, curve }, on) {
  return scatter({
    id: "fit",
    title: "What was learned",
    lead: `The data ${on} as points, the model as the line.`,
    xLabel: feature,
    yLabel: target,
    points: x.map((value, i) => [value, y[i]]),
    line: curve,
  });
}
