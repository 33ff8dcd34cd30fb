// The figures as tables, and how they were measured.

function num(text) {
  return el("td", { class: "num" }, text);
}

function head(...titles) {
  return el("thead", {}, el("tr", {}, ...titles.map(title => el("th", { class: title.startsWith(">") ? "num" : null, scope: "col" }, title.replace(/^>/, "")))));
}

/** Every timed step, with its share of the limit that bounds it. */
function sharesTable(devices) {
  const rows = devices.flatMap(device => device.results.filter(result => result.median_step_us).map(result => ({ device, result })));
  const energy = rows.some(({ result }) => result.joules_per_sample);
  const body = rows.map(({ device, result }) => el("tr", {},
    el("th", { scope: "row" }, result.workload),
    el("td", {}, el("span", { class: "swatch", style: `background: ${device.color}` }), device.device),
    el("td", {}, result.limit ? limitName(result.limit) : "–"),
    el("td", { class: "share" }, result.limit && el("span", { class: "meter", "aria-hidden": "true" }, el("span", { style: `width: ${Math.min(100, 100 * result.share_of_limit)}%; background: ${device.color}` })), result.limit ? share(result) : "–"),
    num(duration(result.median_step_us / 1e6)),
    num(duration(result.min_step_us / 1e6)),
    num(duration(result.p95_step_us / 1e6)),
    num(percent(result.sd_step_us / result.median_step_us, 1)),
    num(whole(result.samples_us.length)),
    num(result.needed_flop_per_step ? number(operationsPerByte(result), 3) : "–"),
    num(number(result.gb_per_s, 3)),
    num(number(result.gflop_per_s, 3)),
    energy && num(result.joules_per_sample ? withUnit(number(result.joules_per_sample * 1e6, 3), "µJ") : "–")));
  const table = scrolling("Shares of the limits", "card", el("table", { class: "wide", id: "shares-table" },
    head("workload", "device", "bound by", "share of limit", ">median step", ">fastest", ">95 % within", ">spread", ">timings", ">operations per byte", ">GB/s", ">GFLOP/s", ...(energy ? [">energy per row"] : [])),
    el("tbody", {}, ...body)));
  return el("div", {}, table, el("p", { class: "note" },
    "A step was timed several times: the columns are the median, the fastest, and the time that 95 of 100 timings did not exceed. The spread is their "
      + "standard deviation as a share of the median; if it is large, the machine did other work at the same time. "
      + "Table, share and roofline count in the same way. Operations are those that a step needs: 4 for each weight and row of the first layer "
      + "(2 to predict, 2 for the weight's gradient) and 6 in the other layers, which also pass a gradient on. Bytes are those of the features, once."));
}

/** The source of the energy figures, or why there are none. */
function energyNotes(devices) {
  return devices.map(device => {
    const metered = device.results.find(result => result.joules_per_sample);
    return el("p", { class: "note" }, el("b", {}, device.device + ": "),
      metered ? `energy is from ${metered.energy_source}.` : `no energy is shown, because ${device.no_energy}.`);
  });
}

function limitsTable(devices) {
  const rows = devices.flatMap(device => device.limits.map(limit => el("tr", {},
    el("th", { scope: "row" }, el("span", { class: "swatch", style: `background: ${device.color}` }), device.device),
    el("td", {}, limitName(limit.name)),
    num(withUnit(number(limit.value, 3), limit.unit)),
    el("td", { class: "prose" }, limit.how))));
  return scrolling("Limits", "card", el("table", { class: "wide", id: "limits-table" },
    head("device", "limit", ">measured", "how"), el("tbody", {}, ...rows)));
}

/** The losses of the device and of the reference. */
function lossTable(devices) {
  const rows = devices.flatMap(device => device.results.filter(result => result.checked_step).map(result => el("tr", {},
    el("th", { scope: "row" }, result.workload),
    el("td", {}, el("span", { class: "swatch", style: `background: ${device.color}` }), device.device),
    num(whole(result.checked_step)),
    num(result.checked_loss.toPrecision(9)),
    num(result.device_loss.toPrecision(9)),
    num(number(Math.abs(result.device_loss / result.checked_loss - 1), 2)))));
  return scrolling("Losses", "card", el("table", { class: "wide" },
    head("workload", "device", ">step", ">reference's loss", ">device's loss", ">relative difference"), el("tbody", {}, ...rows)));
}

function benchProvenance(manifest, devices) {
  const facts = [
    ["processor", `${manifest.machine.cpu}, ${counted(manifest.machine.cores, "core")}`],
    ["memory", bytes(manifest.machine.memory_bytes) + (manifest.java.heap_bytes ? `, of which Java may use ${bytes(manifest.java.heap_bytes)}` : "")],
    ["system", `${manifest.machine.os}, ${manifest.machine.kernel}`],
    ...devices.map(device => [device.device, `${device.name}, engine ${device.engine}, kernels ${kernelsOf(device.engine, kernelsTaken(device), / --kernels[ =](?!auto)/.test(manifest.command))}` + (device.driver ? `, driver ${device.driver}` : "")
      + (tornado(device) ? `, TornadoVM ${tornado(device)}` : "")]),
    ["Java", `${manifest.java.version}, ${manifest.java.vm}`],
    ["Java's flags", devices.map(device => flagsOf(device) && `${device.device}: ${flagsOf(device)}`).filter(Boolean).join("; ") || "none"],
    ["Thalweg", `${manifest.thalweg}, commit ${manifest.commit}`],
    ["measured", moment(manifest.time)],
    ["size", `${number(manifest.size)} times the rows of a step`],
    ["seed", String(manifest.seed)],
    ["timings", `up to ${manifest.sampling.samples}, each of at least ${duration(manifest.sampling.sampleSeconds)}, once they are steady`],
  ];
  return chapter("provenance", "How to repeat it", null,
    el("div", { class: "card" },
      el("h3", {}, "Command"), el("pre", { tabindex: 0, class: "wrapped" }, el("code", {}, manifest.command)),
      el("dl", { class: "facts", style: "margin-top: 14px" }, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]))));
}

/** The kernels of a device's timed workloads. */
function kernelsTaken(device) {
  const taken = [...new Set(device.results.map(result => result.kernels).filter(Boolean))];
  return taken.length ? taken : [device.kernels];
}

function tornado(device) {
  return device.results.map(result => (result.versions || {}).tornadovm).find(Boolean);
}

function flagsOf(device) {
  return (device.results.map(result => result.jvm_flags).find(Boolean) || []).join(" ");
}
