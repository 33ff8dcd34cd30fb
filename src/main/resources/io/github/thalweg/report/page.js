// Puts the page together.

function renderPage(data) {
  const runs = data.runs;
  const differing = prepare(runs);
  runs.forEach(run => { run.many = runs.length > 1; });
  const title = data.title || (runs.length > 1 ? "Comparison" : runs[0].about.recipe);
  document.title = title + " · Thalweg";
  const details = el("div", { id: "details" });
  const show = run => details.replaceChildren(...[quality(run), surroundings(run), model(run), provenance(run)].filter(Boolean));
  show(runs[0]);
  document.getElementById("page").replaceChildren(...[
    ...summary(runs, title),
    runs.length > 1 ? chapter("table", "What differs, and what came of it", null, comparisonTable(runs, differing)) : tiles(runs[0]).element,
    descent(runs, data.surface || runs.length === 1 && runs[0].surface),
    curves(runs).element,
    ...(runs.length > 1 ? [chooser(runs, show)] : []),
    details,
    el("footer", {}, `Written by Thalweg ${data.version}.`),
  ].filter(Boolean));
}

/** Buttons that choose the run whose details are shown. */
function chooser(runs, show) {
  const buttons = runs.map(run => el("button", {
    type: "button",
    onclick: () => {
      buttons.forEach(button => button.setAttribute("aria-pressed", String(button === buttons[runs.indexOf(run)])));
      show(run);
    },
    "aria-pressed": String(run === runs[0]),
  }, run.label));
  return chapter("choose", "Each run", "The details of one run at a time:", el("div", { class: "choose" }, ...buttons));
}

renderPage(JSON.parse(document.getElementById("data").textContent));
