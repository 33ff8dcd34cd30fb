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
    speeds.length && chapter("speed", "How fast", "Training samples (rows) in a second; longer is faster. A step is a complete step: forward pass, gradient, update and loss.",
      el("div", { class: "key" },
        el("span", {}, "thin line in a bar: from the slowest 5 % of the timings to the fastest"),
        el("span", {}, "grey mark: the limit of the device, if it is near")),
      el("div", { class: "grid three" }, ...speeds)),
    qualities.length && chapter("quality", "Time to quality", "Training until the model is good enough, with several seeds; shorter is faster, and all devices share one scale. The fastest and the slowest are left out (pale), and the figure is the mean of the others. The test part is evaluated after every epoch.",
      el("div", { class: "grid" }, ...qualities)),
    roofs.length && chapter("roofline", "Roofline", "No step can be above the roof: on the left memory cannot deliver more, on the right it cannot compute faster. Both limits were measured in the same run. A dot is a whole step, with the operations that it needs and its features read once. If it is far below the roof, another cost is the limit: mostly the start of kernels, or the small size of the step. A ring is one kernel of a step, timed separately, with the tensors that it reads and writes. If these tensors are in a cache, the ring can be above the slanted roof, which is the limit of the memory.",
      ...rooflines(devices, roofs)),
    speeds.length && chapter("shares", "Share of the limit", "A step needs at least the time to read its data, to do its arithmetic or to start one kernel. The share is the longest of these times divided by the time of the step. More than 100 % of a launch means that there are many steps in one launch.",
      sharesTable(devices), ...energyNotes(devices)),
    has("limits") && chapter("limits", "Limits of the devices", "Measured just before the workloads. A GB is 10⁹ bytes; a copy counts the bytes that it reads and the bytes that it writes.", limitsTable(devices)),
    speeds.length && chapter("losses", "Is it right?", "The first steps of every workload are compared with a float64 reference. They may differ by 10⁻⁴ of the loss; a workload that differs more gets no figure.", lossTable(devices)),
    benchProvenance(result.manifest, devices),
    el("footer", {}, `Written by Thalweg ${version}.`),
  ].filter(Boolean));
}

/** The workloads that a stopped run did not reach. */
function incomplete(devices) {
  const missing = devices.filter(device => device.missing.length).map(device => `${device.missing.join(", ")} on ${device.device}`);
  return missing.length > 0 && el("div", { class: "banner", "data-status": "incomplete" },
    `Incomplete: the run was stopped or is still running. Not timed: ${missing.join("; ")}.`);
}

/** A warning that figures from a busy machine are not reliable. */
function busy({ machine, load_before }) {
  return load_before > 0.3 * machine.cores && el("div", { class: "banner", "data-status": "busy" },
    `The machine was busy when this began: ${number(load_before, 2)} of ${counted(machine.cores, "core")} on average in the minute before. The machine may be far faster than measured.`);
}

renderBenchmark(JSON.parse(document.getElementById("data").textContent));
drawAll();
