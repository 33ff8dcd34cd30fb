// Puts the page of a benchmark together.

function renderBenchmark({ result, version }) {
  result.devices.forEach((device, i) => { device.color = `var(--c${i % 8})`; });
  const all = result.devices;
  const devices = all.filter(device => device.usable);
  const speeds = speedFigures(devices);
  const has = list => devices.some(device => device[list].length);
  const roofs = devices.map(roofline).filter(Boolean);
  const qualities = qualityFigures(devices);
  const { machine } = result.manifest;
  document.getElementById("page").replaceChildren(...[
    el("header", { class: "top" },
      el("div", {},
        el("h1", {}, "Benchmark"),
        el("p", { class: "lead" }, `Training on ${machine.cpu}, ${counted(machine.cores, "core")}, ${bytes(machine.memory_bytes)} of memory`
          + `${devices.length > 1 ? `, as ${counted(devices.length, "device")}` : ""}; read on `,
          el("span", { style: "white-space: nowrap" }, moment(result.manifest.time).slice(0, 10) + "."))),
      themeButton()),
    incomplete(devices),
    ...devices.flatMap(device => device.failures.map(failure => el("div", { class: "banner", "data-status": "failed" }, `${device.device}, ${failure.workload}: ${failure.message}`))),
    busy(result.manifest),
    ...devices.flatMap(device => device.skipped.map(one => el("div", { class: "banner calm" }, `${device.device}, ${one.workload} was left out: ${one.message}`))),
    ...all.filter(device => !device.usable).map(device => el("div", { class: "banner calm" }, `${device.device} was left out: ${device.reason}`)),
    speeds.length && chapter("speed", "How fast", "Training samples (rows) in a second; longer is faster. A step is a whole one: forward pass, gradient and update, and its loss.",
      el("div", { class: "key" },
        el("span", {}, "thin line in a bar: from the slowest 5 % of the timings to the fastest"),
        el("span", {}, "grey mark: what the device's own limit would allow, where it is near")),
      el("div", { class: "grid three" }, ...speeds)),
    qualities.length && chapter("quality", "Time to quality", "Training until the model is good enough, with several seeds; shorter is faster, and all devices share one scale. The fastest and the slowest are dropped (pale), the others averaged; the test part is looked at after every epoch.",
      el("div", { class: "grid" }, ...qualities)),
    roofs.length && chapter("roofline", "Roofline", "No step can be above the roof: on the left memory cannot deliver more, on the right it cannot compute faster. Both were measured in the same run. A dot is a whole step, with the operations it cannot do without and its features read once; those far below are held up by neither: mostly by starting kernels, or by being small. A ring is one kernel of a step, timed apart, with the tensors that it takes and leaves; one whose tensors lie in a cache can be above the slanted roof, which is the memory's.",
      ...rooflines(devices, roofs)),
    speeds.length && chapter("shares", "Share of the limit", "The least time that reading, arithmetic or starting one kernel would take, whichever is longest, over the time that a step took. More than 100 % of a launch means many steps in one launch.",
      sharesTable(devices), ...energyNotes(devices)),
    has("limits") && chapter("limits", "What the devices can do at most", "Measured just before: GB are 10⁹ bytes; a copy counts what it reads and what it writes.", limitsTable(devices)),
    speeds.length && chapter("losses", "Is it right?", "The first steps of every workload are held against a float64 reference. They may differ by 10⁻⁴ of the loss; a workload that differs more gets no figure.", lossTable(devices)),
    benchProvenance(result.manifest, devices),
    el("footer", {}, `Written by Thalweg ${version}.`),
  ].filter(Boolean));
}

/** What a run that was stopped did not get to. */
function incomplete(devices) {
  const missing = devices.filter(device => device.missing.length).map(device => `${device.missing.join(", ")} on ${device.device}`);
  return missing.length > 0 && el("div", { class: "banner", "data-status": "incomplete" },
    `Incomplete: the run was stopped, or still goes on. Not timed: ${missing.join("; ")}.`);
}

/** A figure of a machine that others use as well says little. */
function busy({ machine, load_before }) {
  return load_before > 0.3 * machine.cores && el("div", { class: "banner", "data-status": "busy" },
    `The machine was busy when this began: ${number(load_before, 2)} of ${counted(machine.cores, "core")} on average in the minute before. The machine may be far faster than measured.`);
}

renderBenchmark(JSON.parse(document.getElementById("data").textContent));
drawAll();
