# Sourced by the scripts beside it: where the project, the JDK and TornadoVM are, and whether the build is stale.
# Every start of Thalweg runs this, so it starts few processes. In a bundle (scripts/bundle) runtime and TornadoVM lie
# beside the scripts, nothing is built, and nothing is called that does not come with every bash and coreutils.
# shellcheck shell=bash

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
jar=$root/target/thalweg.jar
stamp=$root/target/thalweg.stamp
built=$root/target/thalweg.built
build_log=$root/target/build.log
start_cache=$root/target/thalweg.aot
tornadovm_argfile=$root/target/tornado-argfile
tornadovm_argfile_template=$root/target/tornado-argfile.template
device_nodes=/dev

is_bundle() {
  [ -d "$root/runtime" ]
}

# Exports JAVA_HOME; ends the script where there is no JDK 25.
use_jdk() {
  if is_bundle; then
    export JAVA_HOME=$root/runtime
    return
  fi
  JAVA_HOME=$("$root/scripts/find-jdk") || exit 1
  export JAVA_HOME
}

# Exports TORNADOVM_HOME if an SDK of the version in pom.xml is there, else unsets it. tornadovm_refused is the
# sentence that says why an SDK that is there is not used, and empty otherwise.
use_tornadovm() {
  if is_bundle; then
    use_bundled_tornadovm
    return
  fi
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

use_bundled_tornadovm() {
  tornadovm_refused=
  unset TORNADOVM_HOME
  if [ ! -d "$root/tornadovm" ]; then
    tornadovm_refused="This bundle was made without TornadoVM: make it anew with scripts/bundle where TornadoVM is installed."
    return
  fi
  export TORNADOVM_HOME=$root/tornadovm
  if [ ! -w "$root/target" ]; then
    tornadovm_argfile=${THALWEG_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/thalweg}/tornado-argfile${root//\//-}
  fi
  if ! write_tornadovm_argfile; then
    unset TORNADOVM_HOME
    tornadovm_refused="TornadoVM's flags for Java could not be written to $tornadovm_argfile: name a folder that can be written in THALWEG_CACHE."
  fi
}

# Fills TORNADOVM_HOME into the template that scripts/build made; a bundle may have been moved since the last time.
write_tornadovm_argfile() {
  local content
  content=$(<"$tornadovm_argfile_template") && content=${content//'${TORNADOVM_HOME}'/"$TORNADOVM_HOME"}
  if [ -f "$tornadovm_argfile" ] && [ "$content" = "$(<"$tornadovm_argfile")" ]; then
    return
  fi
  { mkdir -p "${tornadovm_argfile%/*}" && echo "$content" >"$tornadovm_argfile.$$" \
    && mv "$tornadovm_argfile.$$" "$tornadovm_argfile"; } 2>/dev/null
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

# Ends the script where there is no folder to build in: it is another user's, or its disk is only read.
require_target() {
  mkdir -p "$root/target" 2>/dev/null
  if [ ! -d "$root/target" ] || [ ! -w "$root/target" ]; then
    echo "Thalweg has to be built, after a change or for another TornadoVM, and $root/target cannot be written:" \
      "work in a copy of your own, or let the owner of this one run scripts/build package." >&2
    exit 1
  fi
}

# What a build depends on beside the sources.
fingerprint() {
  echo "TornadoVM: ${TORNADOVM_HOME:-none}"
}

# Whether the jar is missing, older than a source, built with another TornadoVM than the one in use, or not by scripts/build: what
# 'mvn install' makes has no TornadoVM in it.
is_stale() {
  is_bundle && return 1
  [ -f "$jar" ] && [ ! "$jar" -nt "$built" ] && [ -f "$stamp" ] && [ "$(<"$stamp")" = "$(fingerprint)" ] || return 0
  local sources=("$root/pom.xml" "$root/src/main" "$root/kernels")
  if [ -n "${TORNADOVM_HOME:-}" ]; then
    sources+=("$root/src/tornado" "$TORNADOVM_HOME/tornado-argfile")
  fi
  [ -n "$(find -H "${sources[@]}" -newer "$stamp" -print -quit 2>/dev/null)" ]
}

# A bundle that was carried in parts is whole after its first start.
if [ -d "$root/parts" ] && ! is_bundle; then
  "$root/scripts/join-parts" || exit 1
fi
