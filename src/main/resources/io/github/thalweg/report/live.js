// A run in training: the page follows it.

const REDRAW_MILLIS = 200;

/** The place for the progress of the run. */
function liveBanner() {
  return el("div", { class: "banner calm", id: "live", role: "status" },
    el("progress", { max: 1, value: 0, "aria-label": "progress" }), el("span", {}, "Waiting for the first epoch."));
}

/** Renders the page and keeps it up to date until the run ends. */
function follow(data) {
  const run = data.runs[0];
  const steps = run.about.epochs * run.about.steps_per_epoch;
  let page = renderPage(data);
  const lastEpoch = () => epochsDone(run) || 0;
  const source = new EventSource("/events?after=" + lastEpoch());
  let progress = lastEpoch() ? { step: lastEpoch() * run.about.steps_per_epoch } : null;
  let drawn = lastEpoch();
  let waiting = false;
  redraw();

  source.addEventListener("epoch", event => {
    const epoch = JSON.parse(event.data);
    if (epoch.epoch <= lastEpoch()) return;
    run.metrics.push(epoch);
    if (run.recorded) {
      run.recorded.epochs++;
      run.recorded.seconds += epoch.seconds;
    }
    redrawSoon();
  });

  source.addEventListener("progress", event => {
    progress = JSON.parse(event.data);
    redrawSoon();
  });

  function redrawSoon() {
    if (waiting) return;
    waiting = true;
    setTimeout(redraw, REDRAW_MILLIS);
  }

  /** Figures, curves and progress of the run, all at the same moment. */
  function redraw() {
    waiting = false;
    if (source.readyState === EventSource.CLOSED) return;
    if (drawn < lastEpoch()) {
      drawn = lastEpoch();
      page.figures.update();
      page.course.update();
    }
    if (progress) show(...standing(progress));
  }

  /** The epoch after the last complete one, and the remaining time when the speed is steady; more steps may be done than the page knows. */
  function standing({ step, rate }) {
    const epoch = Math.min(run.about.epochs, lastEpoch() + 1);
    const at = Math.min(step, epoch * run.about.steps_per_epoch);
    const left = rate > 0 ? `, about ${duration((steps - at) / rate)} left` : "";
    return [at / steps, `Training: epoch ${whole(epoch)} of ${whole(run.about.epochs)}, step ${whole(at)} of ${whole(steps)}${left}.`];
  }

  source.addEventListener("end", event => {
    source.close();
    const finished = JSON.parse(event.data);
    if (finished) renderPage({ ...data, live: false, runs: [finished] });
    else show(1, "The run has ended.");
  });

  source.addEventListener("error", () => {
    progress = null;
    show(null, "There is no connection to the run at the moment; it may have ended.");
  });

  function show(share, text) {
    const banner = document.getElementById("live");
    if (share !== null) banner.firstChild.value = share;
    banner.lastChild.textContent = text;
  }
}
