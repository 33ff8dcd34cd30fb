// What ran it: devices, their kernels and their memory in words.

function deviceName(device) {
  return device ? `${device.id} (${device.name}, ${device.kernels})` : "a device that was not recorded";
}

/** Where a run began, and where it went on after it was resumed. */
function deviceNames(about) {
  return withoutRepeats([about, ...(about.resumed || [])].map(leg => deviceName(leg.device))).join(", then ");
}

/** The same by their ids; undefined where none was recorded. */
function deviceIds(about) {
  const ids = [about, ...(about.resumed || [])].filter(leg => leg.device).map(leg => leg.device.id);
  return ids.length ? withoutRepeats(ids).join(", then ") : undefined;
}

function withoutRepeats(names) {
  return names.filter((name, i) => name !== names[i - 1]);
}

/** Whether Java computes, so that the device is the processor that the host program runs on, too. */
function isHost(device) {
  return device.backend === "java";
}

/** How the CPU comes to its kernels. */
const CPU_KERNELS = "by the run's size and planned length: loops (plain Java) where a step multiplies little, openblas for up to half a minute,"
  + " vector (Java's Vector API) for longer and for a single layer";

const KERNEL_FAMILIES = {
  jit: "Java, compiled by TornadoVM",
  prebuilt: "written by hand in OpenCL C or CUDA C",
  library: "cuBLAS for products of matrices, Java for the rest",
};

/** The names of kernels, and what they mean; asked: whether somebody chose them. */
function kernelsOf(engine, names, asked) {
  if (engine === "cpu") return `${names.join(", ")}, ${asked ? "as asked for" : "chosen " + CPU_KERNELS}`;
  const meaning = name => KERNEL_FAMILIES[name.split(" ")[0]];
  return names.map(name => name + (meaning(name) ? ` (${meaning(name)})` : "")).join(", ");
}

/** How much a training may take there. */
function memoryOf(device) {
  return isHost(device)
    ? `Java may take ${bytes(device.memory_bytes)} of the machine's`
    : `a training may take ${bytes(device.memory_bytes)} of the device's`;
}
