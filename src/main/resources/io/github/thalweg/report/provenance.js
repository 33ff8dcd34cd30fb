// Where the run comes from, so that it can be had again.

function command(text) {
  return el("pre", { tabindex: 0, class: "wrapped" }, el("code", {}, text));
}

/** A word of a shell behind an option, with or without quotes. */
const WORD = "(?:'[^']*'|\\\\'|[^\\s'])+";

/** The commands of a run for another folder, which its own is in the way of. */
function commandsAgain(about) {
  const out = new RegExp(` --out[ =]${WORD}`), resume = new RegExp(`( --resume[ =])${WORD}`);
  const legs = about.resumed || [];
  const first = about.command.replace(out, "") + (legs.length ? " --out runs/again" : "");
  return [first, ...legs.map(leg => leg.command.replace(resume, "$1runs/again"))];
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
      about.command && [el("h3", {}, about.resumed ? "Commands" : "Command"), commandsAgain(about).map(command)],
      el("dl", { class: "facts", style: "margin-top: 14px" }, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
      run.yaml && el("details", { style: "margin-top: 14px" }, el("summary", {}, "All settings (run.yaml)"), el("pre", { tabindex: 0 }, run.yaml))));
}
