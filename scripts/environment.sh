# Sourced by the scripts beside it: where the project, the JDK and TornadoVM are, and whether the build is stale.
# Every start of Thalweg runs this, so it starts few processes.
# shellcheck shell=bash

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
jar=$root/target/thalweg.jar
stamp=$root/target/thalweg.stamp
build_log=$root/target/build.log
start_cache=$root/target/thalweg.aot
tornadovm_argfile=$root/target/tornado-argfile
device_nodes=/dev

# Exports JAVA_HOME; ends the script where there is no JDK 25.
use_jdk() {
  JAVA_HOME=$("$root/scripts/find-jdk") || exit 1
  export JAVA_HOME
}

# Exports TORNADOVM_HOME if an SDK of the version in pom.xml is there, else unsets it. tornadovm_refused is the
# sentence that says why an SDK that is there is not used, and empty otherwise.
use_tornadovm() {
  local home
  home=$("$root/scripts/find-tornadovm")
  unset TORNADOVM_HOME
  # A script that called this one has decided already; it must not be decided anew without what it refused.
  tornadovm_refused=${THALWEG_TORNADOVM_REFUSED:-}
  tornadovm_version=$(tornadovm_version)
  if [ -z "$home" ] || [ -n "$tornadovm_refused" ]; then
    return
  fi
  if [ -f "$home/share/java/tornado/tornado-api-$tornadovm_version.jar" ]; then
    export TORNADOVM_HOME=$home
    return
  fi
  local found
  found=$(basename "$home"/share/java/tornado/tornado-api-*.jar .jar)
  tornadovm_refused="The TornadoVM in $home is version ${found#tornado-api-}, and Thalweg is built for $tornadovm_version:"
  tornadovm_refused+=" install that one (sdk install tornadovm $tornadovm_version-opencl) and set TORNADOVM_HOME to it."
  export THALWEG_TORNADOVM_REFUSED=$tornadovm_refused
}

# The version in pom.xml.
tornadovm_version() {
  local line
  while read -r line; do
    case $line in
      '<tornadovm.version>'*) line=${line#*>} && echo "${line%%<*}" && return ;;
    esac
  done <"$root/pom.xml"
}

# Whether the system has a GPU, going by its device nodes: Nvidia's, those of any graphics driver that can compute, AMD's, that
# of Windows' GPUs in WSL, those of Nvidia's and Arm's small boards. macOS has no such nodes, but always a GPU.
has_gpu() {
  [[ $OSTYPE == darwin* ]] && return
  local node
  for node in "$device_nodes"/{nvidia[0-9]*,nvidiactl,dri/renderD*,kfd,dxg,nvhost-gpu,mali[0-9]*}; do
    [ -e "$node" ] && return
  done
  return 1
}

# What a build depends on beside the sources.
fingerprint() {
  echo "TornadoVM: ${TORNADOVM_HOME:-none}"
}

# Whether the jar is missing, older than a source, or built with another TornadoVM than the one in use.
is_stale() {
  [ -f "$jar" ] && [ -f "$stamp" ] && [ "$(<"$stamp")" = "$(fingerprint)" ] || return 0
  local sources=("$root/pom.xml" "$root/src/main")
  if [ -n "${TORNADOVM_HOME:-}" ]; then
    sources+=("$root/src/tornado" "$root/kernels" "$TORNADOVM_HOME/tornado-argfile")
  fi
  [ -n "$(find -H "${sources[@]}" -newer "$stamp" -print -quit 2>/dev/null)" ]
}
