// What was trained: layers, weights, and the program of a step.

function model(run) {
  return chapter("model", "The model", null,
    scrolling("Layers", "card whole-words", layerTable(run)),
    tensors(run),
    program(run));
}

function layerTable({ about }) {
  const rows = about.layers.map(layer => el("tr", {},
    el("td", { class: "right" }, String(layer.index)),
    el("td", {}, layer.kind),
    el("td", {}, layer.kind === "dense" ? `[rows, ${whole(layer.inputs)}] → [rows, ${whole(layer.outputs)}]` : `[rows, ${whole(layer.outputs)}]`),
    el("td", {}, layer.kind === "dense" ? `weight [${layer.outputs}, ${layer.inputs}]${layer.bias ? `, bias [${layer.outputs}]` : ""}` : "–"),
    el("td", { class: "right" }, whole(layer.parameters)),
    el("td", { class: "right" }, about.parameters ? percent(layer.parameters / about.parameters, 1) : "–")));
  return el("table", { class: "wide", id: "layers" },
    el("thead", {}, el("tr", {}, el("th", { class: "right" }, "#"), el("th", {}, "layer"), el("th", {}, "shape"), el("th", {}, "parameters"), el("th", { class: "right" }, "count"), el("th", { class: "right" }, "share"))),
    el("tbody", {}, ...rows,
      el("tr", {}, el("td", {}), el("th", {}, "all"), el("td", {}), el("td", {}), el("th", { class: "right" }, whole(about.parameters)), el("td", {}))));
}

/** Weights at the start and at the end, and the last gradient: a few elements as a table, many as two histograms. */
function tensors(run) {
  const all = run.evaluation && run.evaluation.parameters || [];
  if (!all.length) return null;
  const drawn = all.some(tensor => !tensor.elements), listed = all.some(tensor => tensor.elements);
  const graded = all.some(tensor => tensor.gradient || tensor.elements && tensor.elements.gradient);
  const lead = [
    drawn && "A bar is the number of elements with these values: point at it, or use the arrow keys, to read it. The outline shows the weights at the start.",
    graded && "Gradients are those of the last step.",
  ].filter(Boolean).join(" ");
  return [
    el("h3", { style: "margin: 20px 0 2px" }, graded ? "Weights and gradients" : "Weights"),
    lead && el("p", { class: "lead" }, lead),
    el("div", { class: listed || all.length % 3 === 1 ? "grid" : "grid three", id: "tensors" }, ...all.map(tensor => el("figure", { class: "card" },
      el("h3", {}, `${tensor.name} [${tensor.shape.join(", ")}]`),
      tensor.elements ? elements(tensor) : histograms(tensor)))),
  ];
}

function elements({ name, shape, elements: { now, before, gradient } }) {
  const columns = shape[shape.length - 1];
  const place = i => shape.length > 1 ? `${Math.floor(i / columns)}, ${i % columns}` : String(i);
  const cell = value => el("td", { class: "right" }, number(value, 5));
  return scrolling(`The elements of ${name}`, "", el("table", { class: "wide" },
    el("thead", {}, el("tr", {}, el("th", {}, "element"), ["value", "at the start", gradient && "gradient"].map(title => title && el("th", { class: "right" }, title)))),
    el("tbody", {}, ...now.map((value, i) => el("tr", {}, el("td", {}, place(i)), cell(value), cell(before[i]), gradient && cell(gradient[i]))))));
}

function histograms({ name, weights, gradient }) {
  return [
    histogram({ ...weights, title: name, color: "var(--c0)", label: /bias$/.test(name) ? "biases" : "weights" }),
    gradient && histogram({ ...gradient, title: "gradient of " + name, color: "var(--c3)", label: "elements of the last gradient" }),
  ];
}

function program({ about }) {
  if (!about.program) return null;
  return el("figure", { class: "card", id: "program", style: "margin-top: 16px" },
    el("h3", {}, "The training program"),
    el("p", { class: "lead" }, "This is everything that an engine knows of the model: a list of operations on tensors with shapes. 0.weight belongs to layer 0; dx is the derivative of the loss by x, ′ a derivative, ⊙ a product element by element, ᵀ a transpose."),
    scrolling("The training program", "", el("pre", {}, about.program.join("\n"))));
}
