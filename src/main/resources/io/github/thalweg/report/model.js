// What was trained: layers, weights, and the program of a step.

function model(run) {
  return chapter("model", "The model", null,
    scrolling("Layers", "card whole-words", layerTable(run)),
    histograms(run),
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

/** Weights as they began and ended, and the last gradient, a pair of histograms for each tensor. */
function histograms(run) {
  const tensors = (run.evaluation && run.evaluation.parameters || []).filter(tensor => tensor.values > 4);
  if (!tensors.length) return null;
  return [
    el("h3", { style: "margin: 20px 0 2px" }, "Weights and gradients"),
    el("p", { class: "lead" }, "How many elements have which value: point at a bar, or use the arrow keys, to read it. The outline is where the weights began; gradients are those of the last step."),
    el("div", { class: tensors.length % 3 === 1 ? "grid" : "grid three", id: "histograms" }, ...tensors.map(tensor => el("figure", { class: "card" },
      el("h3", {}, `${tensor.name} [${tensor.shape.join(", ")}]`),
      histogram({ ...tensor.weights, title: tensor.name, color: "var(--c0)", label: /bias$/.test(tensor.name) ? "biases" : "weights" }),
      tensor.gradient && histogram({ ...tensor.gradient, title: "gradient of " + tensor.name, color: "var(--c3)", label: "elements of the last gradient" })))),
  ];
}

function program({ about }) {
  if (!about.program) return null;
  return el("figure", { class: "card", id: "program", style: "margin-top: 16px" },
    el("h3", {}, "The training program"),
    el("p", { class: "lead" }, "All that an engine sees of the model: a straight list of operations over tensors with shapes. 0.weight belongs to layer 0; dx is the derivative of the loss by x, ′ a derivative, ⊙ a product element by element, ᵀ a transpose."),
    scrolling("The training program", "", el("pre", {}, about.program.join("\n"))));
}
