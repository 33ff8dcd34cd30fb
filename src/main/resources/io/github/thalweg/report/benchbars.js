// How fast: a bar for each device, workload by workload.

/** One figure for each workload that was timed on a device. */
function speedFigures(devices) {
  const names = [...new Set(devices.flatMap(device => [...device.results, ...device.failures].map(one => one.workload)))]
    .filter(name => devices.some(device => timed(device, name)));
  return names.map(name => speedFigure(name, devices));
}

/** The result of a workload's steps on a device, if it has one. */
function timed(device, workload) {
  return device.results.find(result => result.workload === workload && result.median_step_us);
}

function speedFigure(name, devices) {
  const results = devices.map(device => ({ device, result: timed(device, name), failure: device.failures.find(one => one.workload === name) }))
    .filter(({ result, failure }) => result || failure);
  const first = results.find(({ result }) => result).result;
  const fastest = Math.max(...results.map(({ result }) => result ? rate(result, result.min_step_us) : 0));
  const limits = results.map(({ result }) => result && result.least_step_us ? rate(result, result.least_step_us) : 0);
  const end = Math.max(fastest, ...limits.filter(limit => limit < 4 * fastest)) * 1.02;
  return el("figure", { class: "card", "data-workload": name },
    el("h3", {}, name),
    el("p", { class: "lead" }, `${counted(first.parameters, "parameter")}, ${whole(first.batch)} ${first.batch === 1 ? "row" : "rows"} a step`),
    el("div", { class: "bars" }, ...results.map(({ device, result, failure }) => [
      el("span", { class: "who" }, el("span", { class: "swatch", style: `background: ${device.color}` }), device.device),
      result ? speedBar(device, result, end) : el("span", { class: "failed" }, "failed: " + failure.message),
    ])));
}

/** Samples per second, for a step of this many microseconds. */
function rate(result, micros) {
  return result.batch / micros * 1e6;
}

function speedBar(device, result, end) {
  const x = value => 100 * Math.min(1, value / end);
  const limit = result.least_step_us && rate(result, result.least_step_us);
  const bar = svg("svg", { viewBox: "0 0 100 18", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "bar", x: 0, y: 2, width: x(result.samples_per_second), height: 14, fill: device.color, "data-value": result.samples_per_second }),
    svg("line", { class: "whisker", x1: x(rate(result, result.p95_step_us)), x2: x(rate(result, result.min_step_us)), y1: 9, y2: 9, "vector-effect": "non-scaling-stroke" }),
    limit && limit <= end && svg("line", { class: "limit-mark", x1: x(limit), x2: x(limit), y1: 0, y2: 18, "vector-effect": "non-scaling-stroke" }));
  return el("div", { class: "what" }, bar,
    el("b", {}, short(result.samples_per_second) + "/s "),
    el("small", {}, `${duration(result.median_step_us / 1e6)} a step` + (limit ? `, ${share(result)} of its limit (${limitName(result.limit)})` : "")));
}

function share(result) {
  const value = 100 * result.share_of_limit;
  return withUnit(value >= 9.95 ? value.toFixed(0) : value.toPrecision(2), "%");
}

const LIMIT_NAMES = {
  read: "reading", copy: "copying", gemm: "multiplying matrices", multiply_adds: "arithmetic", launch: "a launch",
  to_device: "host to device", from_device: "device to host",
};

function limitName(limit) {
  return LIMIT_NAMES[limit] || limit;
}

/** A figure for each training to a quality; bars of the same training have the same scale on all devices. */
function qualityFigures(devices) {
  const all = devices.flatMap(device => device.results.filter(result => result.seeds).map(result => ({ device, result })));
  const longest = ({ recipe, accuracy }) => Math.max(...all.map(({ result }) => result)
    .filter(result => result.recipe === recipe && result.accuracy === accuracy)
    .flatMap(result => result.seeds.map(seed => seed.seconds)));
  return all.map(({ device, result }) => qualityFigure(device, result, longest(result)));
}

/** The trainings to a quality: a bar for each seed, in full colour if it counts; longest: the seconds of the longest bar. */
function qualityFigure(device, result, longest) {
  const kept = [...result.kept_seconds];
  const counts = seed => {
    const at = seed.reached ? kept.indexOf(seed.seconds) : -1;
    if (at >= 0) kept.splice(at, 1);
    return at >= 0;
  };
  return el("figure", { class: "card quality" },
    el("h3", {}, el("span", { class: "swatch", style: `background: ${device.color}` }), `${device.device}: ${duration(result.seconds_to_quality)}`),
    el("p", { class: "lead" }, `${result.recipe} to ${percent(result.accuracy, 0)} of the test rows; `
      + (result.failed_seeds ? `${counted(result.failed_seeds, "seed")} of ${result.seeds.length} FAILED.` : "all seeds reached it.")),
    el("div", { class: "bars" }, ...result.seeds.map(seed => {
      const counted = counts(seed);
      return [
        el("span", { class: "who" }, "seed " + seed.seed),
        el("div", { class: "what" },
          svg("svg", { viewBox: "0 0 100 18", preserveAspectRatio: "none", "aria-hidden": "true" },
            svg("rect", { x: 0, y: 2, width: 100 * seed.seconds / longest, height: 14, fill: seed.reached ? device.color : "var(--bad)", "fill-opacity": counted ? 1 : 0.3 })),
          el("b", {}, duration(seed.seconds) + " "),
          el("small", {}, `${seed.epochs} ${seed.epochs === 1 ? "epoch" : "epochs"}, ${percent(seed.accuracy)}${seed.reached ? counted ? "" : ", dropped" : ", FAILED"}`)),
      ];
    })));
}
