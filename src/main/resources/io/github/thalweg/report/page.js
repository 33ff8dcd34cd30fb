// Puts the page together.

/** Renders the data, and returns the parts of the page that can be updated. */
function renderPage(data) {
  const runs = data.runs;
  runs.live = data.live;
  runs.forEach(run => { run.live = data.live; });
  const differing = prepare(runs);
  runs.forEach(run => { run.many = runs.length > 1; });
  const title = data.title || (runs.length > 1 ? "Comparison" : runs[0].about.recipe);
  document.title = title + " · Thalweg";
  const surface = data.surface || runs.length === 1 && runs[0].surface;
  const answer = runs.every(run => has(run, "w1")) ? leastSquares(surface) : null;
  const figures = tiles(runs[0]);
  const course = curves(runs, answer);
  const details = el("div", { id: "details" });
  const show = run => details.replaceChildren(...[quality(run), surroundings(run), model(run), provenance(run)].filter(Boolean));
  show(runs[0]);
  document.getElementById("page").replaceChildren(...[
    ...summary(runs, title),
    runs.length > 1 ? comparison(runs, differing, answer) : figures.element,
    descent(runs, surface),
    course.element,
    ...(runs.length > 1 ? [chooser(runs, show)] : []),
    details,
    el("footer", {}, `Written by Thalweg ${data.version}.`),
  ].filter(Boolean));
  return { figures, course };
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

const pageData = JSON.parse(document.getElementById("data").textContent);
if (pageData.live) follow(pageData);
else renderPage(pageData);
drawAll();
