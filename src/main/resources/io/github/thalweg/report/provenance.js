// The origin of the run, so that it can be repeated.

function command(text) {
  return el("pre", { tabindex: 0, class: "wrapped" }, el("code", {}, text));
}

/** A shell word after an option, with or without quotes. */
const WORD = "(?:'[^']*'|\\\\'|[^\\s'])+";

const OUT = new RegExp(` --out[ =](${WORD})`), RESUME = new RegExp(`( --resume[ =])(${WORD})`);

/** The commands of a run as they were typed; a command that resumed it names the folder that the first command makes. */
function commandsAgain(about) {
  const legs = (about.resumed || []).filter(leg => leg.command);
  if (!legs.length) return [about.command];
  const named = OUT.exec(about.command);
  const folder = named ? named[1] : (RESUME.exec(legs[0].command) || [])[2];
  return [named || !folder ? about.command : `${about.command} --out ${folder}`,
    ...legs.map(leg => folder ? leg.command.replace(RESUME, (_, option) => option + folder) : leg.command)];
}

function provenance(run) {
  const { about } = run;
  const device = about.device, commands = about.command && commandsAgain(about);
  const facts = [
    ["device", deviceNames(about)],
    device && ["engine", `${device.engine}, backend ${device.backend}, ${counted(device.compute_units, isHost(device) ? "core" : "compute unit")}`],
    device && ["kernels", kernelsOf(device.engine, [device.kernels], (about.settings || {}).kernels !== "auto")],
    device && ["memory", memoryOf(device)],
    ...Object.entries(about.versions || {}),
    ["seed", String(about.seed)],
    about.started && ["started", moment(about.started)],
    about.outcome && about.outcome.seconds && ["took", duration(about.outcome.seconds) + " from the start of the first step to the end of the last"
      + (about.resumed ? ", without the time between its end and its continuation" : "")],
    ["folder", run.name],
  ].filter(Boolean);
  return chapter("provenance", "How to repeat it", null,
    el("div", { class: "card" },
      commands && [
        el("h3", {}, commands.length > 1 ? "Commands" : "Command"),
        commands.map(command),
        commands.some(text => OUT.test(text)) && el("p", { class: "note" }, "An existing folder is not overwritten: if the folder still exists, name another one."),
      ],
      el("dl", { class: "facts", style: "margin-top: 14px" }, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
      run.yaml && el("details", { style: "margin-top: 14px" }, el("summary", {}, "All settings (run.yaml)"), el("pre", { tabindex: 0 }, run.yaml))));
}
