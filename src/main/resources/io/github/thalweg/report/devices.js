// The devices of a run, their kernels and their memory, in words.

function deviceName(device) {
  return device ? `${device.id} (${device.name}, ${device.kernels})` : "a device that was not recorded";
}

/** The device where a run started, and the devices where it was resumed. */
function deviceNames(about) {
  return withoutRepeats([about, ...(about.resumed || [])].map(leg => deviceName(leg.device))).join(", then ");
}

/** The same devices by their ids; undefined if none was recorded. */
function deviceIds(about) {
  const ids = [about, ...(about.resumed || [])].filter(leg => leg.device).map(leg => leg.device.id);
  return ids.length ? withoutRepeats(ids).join(", then ") : undefined;
}

function withoutRepeats(names) {
  return names.filter((name, i) => name !== names[i - 1]);
}

/** Whether Java computes: then the device is the processor of the host program. */
function isHost(device) {
  return device.backend === "java";
}

/** How the CPU engine chooses its kernels. */
const CPU_KERNELS = "by the run's size and planned length: loops (plain Java) for small steps, openblas for runs of up to half a minute,"
  + " vector (Java's Vector API) for longer runs and for a single layer";

const KERNEL_FAMILIES = {
  jit: "Java, compiled by TornadoVM",
  prebuilt: "written by hand in OpenCL C or CUDA C",
  library: "cuBLAS for products of matrices, Java for the rest",
};

/** The names of kernels, and what they mean; asked: whether the user chose them. */
function kernelsOf(engine, names, asked) {
  if (engine === "cpu") return `${names.join(", ")}, ${asked ? "as requested" : "chosen " + CPU_KERNELS}`;
  const meaning = name => KERNEL_FAMILIES[name.split(" ")[0]];
  return names.map(name => name + (meaning(name) ? ` (${meaning(name)})` : "")).join(", ");
}

/** How much memory a training may use. */
function memoryOf(device) {
  return isHost(device)
    ? `Java may use ${bytes(device.memory_bytes)} of the machine's`
    : `a training may use ${bytes(device.memory_bytes)} of the device's`;
}
