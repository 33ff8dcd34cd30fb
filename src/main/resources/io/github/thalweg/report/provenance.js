// Where the run comes from, so that it can be had again.

function command(text) {
  return el("pre", { tabindex: 0, class: "wrapped" }, el("code", {}, text));
}

function provenance(run) {
  const { about } = run;
  const device = about.device;
  const facts = [
    ["device", deviceNames(about)],
    device && ["engine", `${device.engine}, backend ${device.backend}, ${counted(device.compute_units, "compute unit")}, ${bytes(device.memory_bytes)} of memory`],
    ...Object.entries(about.versions || {}),
    ["seed", String(about.seed)],
    about.started && ["started", new Date(about.started).toLocaleString("en-GB")],
    about.outcome && about.outcome.seconds && ["took", duration(about.outcome.seconds) + " from the first epoch's beginning to the last one's end"],
    ["folder", run.name],
  ].filter(Boolean);
  return chapter("provenance", "How to have it again", null,
    el("div", { class: "card" },
      about.command && [el("h3", {}, "Command"), command(about.command)],
      (about.resumed || []).map(leg => command(leg.command)),
      el("dl", { class: "facts", style: "margin-top: 14px" }, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
      run.yaml && el("details", { style: "margin-top: 14px" }, el("summary", {}, "All settings (run.yaml)"), el("pre", { tabindex: 0 }, run.yaml))));
}
