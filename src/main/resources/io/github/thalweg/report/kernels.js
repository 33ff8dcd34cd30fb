// The kernels of a step: a choice of the workload for the rooflines, and a table of its kernels.

/** The rooflines under a choice of workloads, and the table of the kernels that they show. */
function rooflines(devices, roofs) {
  const workloads = [...new Set(devices.flatMap(device => device.results.filter(hasKernels).map(result => result.workload)))];
  const place = el("div");
  const buttons = [null, ...workloads].map(workload => el("button", {
    type: "button",
    "aria-pressed": String(workload === null),
    onclick: event => {
      buttons.forEach(button => button.setAttribute("aria-pressed", String(button === event.currentTarget)));
      roofs.forEach(roof => roof.show(workload));
      place.replaceChildren(kernelTable(devices, workload));
    },
  }, workload || "all workloads"));
  place.replaceChildren(kernelTable(devices, null));
  return [
    workloads.length > 0 && el("div", { class: "choose", role: "group", "aria-label": "Workloads on the roofline" }, ...buttons),
    el("div", { class: roofs.length > 1 ? "grid" : "" }, ...roofs.map(roof => roof.element)),
    workloads.length > 0 && el("details", { id: "kernels" },
      el("summary", {}, "The kernels as a table"),
      el("p", { class: "note" }, "Timed in separate steps, at the end of the run: on the CPU a clock is read between the operations of a step, on a TornadoVM device its profiler reads the device's clock. A time is the median of the steps; on the CPU, an operation of less than half a microsecond is left out. Bytes are those of the tensors that a kernel reads and writes, each counted once, in a cache or not."),
      place),
  ];
}

/** Whether kernels were timed, even if none took long enough; an earlier version did not time kernels. */
function hasKernels(result) {
  return result.needed_flop_per_step && result.step_kernels;
}

function kernelTable(devices, workload) {
  const none = (device, result) => [el("tr", {},
    el("th", { scope: "row" }, result.workload),
    el("td", {}, el("span", { class: "swatch", style: `background: ${device.color}` }), device.device),
    el("td", { colspan: 7 }, "no kernel took long enough to be timed"))];
  const rows = devices.flatMap(device => device.results.filter(hasKernels)
    .filter(result => workload === null || result.workload === workload)
    .flatMap(result => result.step_kernels.length === 0 ? none(device, result) : result.step_kernels.map((kernel, i) => el("tr", {},
      el("th", { scope: "row" }, `${result.workload}, ${i + 1}`),
      el("td", {}, el("span", { class: "swatch", style: `background: ${device.color}` }), device.device),
      el("td", {}, kernel.kernel),
      num(duration(kernel.median_us / 1e6)),
      num(short(kernel.bytes)),
      num(short(kernel.flop)),
      num(kernel.flop ? number(kernel.flop / kernel.bytes, 3) : "–"),
      num(number(kernel.gb_per_s, 3)),
      num(kernel.flop ? number(kernel.gflop_per_s, 3) : "–")))));
  return scrolling("Kernels", "card", el("table", { class: "wide", id: "kernels-table" },
    head("workload", "device", "kernel", ">time", ">bytes", ">operations", ">a byte", ">GB/s", ">GFLOP/s"), el("tbody", {}, ...rows)));
}
