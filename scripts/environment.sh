# Sourced by the other scripts: finds the folders of the project, the JDK, TornadoVM and the builds, and chooses the build to use.
# Every start of Thalweg runs this, so it starts few processes. In a bundle (scripts/bundle) the runtime and TornadoVM
# are next to the scripts, nothing is built, and only bash and coreutils are called.
# shellcheck shell=bash

# Without a current folder, neither Java nor a relative path works. Bash itself may have printed a message before this line.
if ! pwd -P >/dev/null 2>&1; then
  echo "The current folder does not exist any more: change to another folder, for example with 'cd'." >&2
  exit 2
fi

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
device_nodes=/dev

# Sets the build for everything that follows: 'plain', without the engine for TornadoVM, or 'with-tornadovm'. Each has its own
# folder, as in pom.xml, so neither replaces the other. The engine fits every SDK of the version in pom.xml.
use_build() {
  build=$1
  target=$root/target
  [ "$build" = plain ] || target+=/$build
  jar=$target/thalweg.jar
  stamp=$target/thalweg.stamp # as old as the newest source that may be in the jar
  build_log=$target/build.log
  build_lock=$root/target/.lock # for both builds
  start_cache=$target/thalweg.aot
}

# Uses the build with TornadoVM if TornadoVM is installed here, else the plain build.
use_whole_build() {
  if [ -n "${TORNADOVM_HOME:-}" ] && ! is_bundle; then
    use_build with-tornadovm
  else
    use_build plain
  fi
}

is_bundle() {
  [ -d "$root/runtime" ]
}

# Exports JAVA_HOME; ends the script if there is no JDK 25.
use_jdk() {
  if is_bundle; then
    export JAVA_HOME=$root/runtime
    [ -x "$JAVA_HOME/bin/java" ] && return
    echo "The bundle in $root is damaged ($JAVA_HOME/bin/java is missing or cannot be executed): copy the bundle again," \
      "with its permissions." >&2
    exit 2
  fi
  JAVA_HOME=$("$root/scripts/find-jdk") || exit 2
  export JAVA_HOME
}

# Exports TORNADOVM_HOME if an SDK of the version in pom.xml is installed, else unsets it. If there is an SDK that is not used,
# tornadovm_refused is a sentence with the reason; else it is empty.
use_tornadovm() {
  if is_bundle; then
    use_bundled_tornadovm
    return
  fi
  local home
  home=$("$root/scripts/find-tornadovm")
  unset TORNADOVM_HOME
  # If a script that called this one has refused an SDK, this script must refuse it too.
  tornadovm_refused=${THALWEG_TORNADOVM_REFUSED:-}
  tornadovm_version=$(tornadovm_version)
  if [ -z "$home" ] || [ -n "$tornadovm_refused" ]; then
    return
  fi
  if [ -z "$tornadovm_version" ]; then
    tornadovm_refused="You may not read $root/pom.xml, which has the version of TornadoVM that Thalweg is built for:"
    tornadovm_refused+=" let its owner run chmod a+r $root/pom.xml."
    export THALWEG_TORNADOVM_REFUSED=$tornadovm_refused
    return
  fi
  if [ -f "$home/share/java/tornado/tornado-api-$tornadovm_version.jar" ]; then
    export TORNADOVM_HOME=$home
    return
  fi
  local found=("$home"/share/java/tornado/tornado-api-*.jar)
  found=${found[0]##*/tornado-api-}
  tornadovm_refused="The TornadoVM in $home is version ${found%.jar}, and Thalweg is built for $tornadovm_version:"
  tornadovm_refused+=" install that version (sdk install tornadovm $tornadovm_version-opencl) and set TORNADOVM_HOME to it."
  export THALWEG_TORNADOVM_REFUSED=$tornadovm_refused
}

use_bundled_tornadovm() {
  tornadovm_refused=
  unset TORNADOVM_HOME
  if [ ! -d "$root/tornadovm" ]; then
    tornadovm_refused="This bundle was made without TornadoVM: make it again with scripts/bundle on a machine that has TornadoVM."
    return
  fi
  export TORNADOVM_HOME=$root/tornadovm
}

# Prints the folder for downloaded and unpacked files, as in CacheFolder.java. Without HOME, the system knows the home folder.
cache_folder() {
  local home=${HOME:-}
  [[ $home == /* ]] || home=$(unset HOME && echo ~)
  if [ -n "${THALWEG_CACHE:-}" ]; then
    echo "$THALWEG_CACHE"
  elif [[ ${XDG_CACHE_HOME:-} == /* ]]; then
    echo "$XDG_CACHE_HOME/thalweg"
  else
    echo "${home%/}/.cache/thalweg"
  fi
}

# Prints the flags that TornadoVM needs for Java, with ${TORNADOVM_HOME} for the folder of the SDK. A bundle has a file with them.
# Otherwise it is a copy of the SDK's argument file, or of its template, with two changes: the current folder is not on the module
# path, because jars there are not part of the run, and the incubator modules are left out, because the JVM warns about them.
tornadovm_flags_template() {
  if is_bundle; then
    echo "$(<"$root/target/tornado-argfile.template")"
    return
  fi
  local source=$TORNADOVM_HOME/tornado-argfile
  [ -s "$source" ] || source+=.template
  local place # the SDK's folder as the file names it; it may differ if TORNADOVM_HOME is a link
  place=$(sed -n 's|^-Djava\.library\.path=\(.*\)/lib$|\1|p' "$source")
  sed -e "s|${place:-$TORNADOVM_HOME}|\${TORNADOVM_HOME}|g" -e 's|^--module-path \.:|--module-path |' \
    -e 's|^--add-modules ALL-SYSTEM,|--add-modules ALL-DEFAULT,|' \
    -e 's|[^ ]*\${TORNADOVM_HOME}[^ ]*|"&"|' "$source"
}

# Keeps the signal handlers of the JVM. An OpenCL driver that compiles with LLVM, as PoCL and AMD's driver do, replaces them with
# those of LLVM. A JVM raises SIGSEGV in normal operation; the handler of LLVM would then remove the file that the driver is
# writing, or end the process. With the JDK's libjsig, LLVM's handler gets only the signals that the JVM does not need. ld.so
# accepts no path with a space or a colon.
keep_signal_handlers() {
  local library=$JAVA_HOME/lib/libjsig.so
  [ -f "$library" ] && [[ $library != *[[:space:]:]* ]] || return 0
  export LD_PRELOAD=$library${LD_PRELOAD:+:$LD_PRELOAD}
}

# If PoCL's own cache folder, by PoCL's rule, cannot be written, lets PoCL use Thalweg's cache folder: without a cache folder, PoCL
# has no device.
give_pocl_a_cache() {
  [ -z "${POCL_CACHE_DIR:-}" ] || return 0
  local folder=/tmp
  [ -z "${HOME:-}" ] || folder=$HOME/.cache
  folder=${XDG_CACHE_HOME:-$folder}/pocl/kcache
  can_be_written "$folder" && return
  folder=$(cache_folder)/pocl
  can_be_written "$folder" && export POCL_CACHE_DIR=$folder
}

# Succeeds if a folder can be written, or can be made.
can_be_written() {
  local folder=$1
  while [ ! -e "$folder" ] && [[ $folder == ?*/* ]]; do
    folder=${folder%/*}
  done
  [ -d "${folder:-/}" ] && [ -w "${folder:-/}" ] && [ -x "${folder:-/}" ]
}

# Writes these flags to a file, with the value of TORNADOVM_HOME in them, and sets tornadovm_argfile to the file. Each SDK has its
# own file, because a bundle or an SDK may have been moved since the last start. If the folder of the build cannot be written, the
# file is in the cache. Fails if neither can be written; then tornadovm_refused has the reason.
write_tornadovm_argfile() {
  local content suffix=${TORNADOVM_HOME//\//-}
  content=$(tornadovm_flags_template) && content=${content//'${TORNADOVM_HOME}'/"$TORNADOVM_HOME"} || return
  tornadovm_argfile=$target/tornado-argfile
  is_bundle || tornadovm_argfile+=$suffix
  [ -w "$target" ] || tornadovm_argfile=$(cache_folder)/tornado-argfile$suffix
  if [ -r "$tornadovm_argfile" ] && [ "$content" = "$(<"$tornadovm_argfile")" ]; then
    return
  fi
  { mkdir -p "${tornadovm_argfile%/*}" && echo "$content" >"$tornadovm_argfile.$$" \
    && mv "$tornadovm_argfile.$$" "$tornadovm_argfile"; } 2>/dev/null && return
  tornadovm_refused="TornadoVM's flags for Java could not be written to $tornadovm_argfile:"
  tornadovm_refused+=" name a folder that can be written in THALWEG_CACHE."
  return 1
}

# Prints the version in pom.xml; nothing if it cannot be read.
tornadovm_version() {
  local line
  [ -r "$root/pom.xml" ] || return
  while read -r line; do
    case $line in
      '<tornadovm.version>'*) line=${line#*>} && echo "${line%%<*}" && return ;;
    esac
  done <"$root/pom.xml"
}

# Succeeds if the system has a GPU, which it sees from the device nodes: those of Nvidia, of any graphics driver that can compute,
# of AMD, of Windows' GPUs in WSL, and of the small boards of Nvidia and Arm. macOS has no such nodes, but always has a GPU.
has_gpu() {
  [[ $OSTYPE == darwin* ]] && return
  local node
  for node in "$device_nodes"/{nvidia[0-9]*,nvidiactl,dri/renderD*,kfd,dxg,nvhost-gpu,mali[0-9]*}; do
    [ -e "$node" ] && return
  done
  return 1
}

# Succeeds if the build in use is complete: it is not running, was not interrupted, and its jar and its libraries exist.
is_intact() {
  [ ! -e "$stamp.new" ] && has_all
}

# Uses the previous build while a build is running or after it was interrupted; fails if there is none. scripts/build keeps the
# previous jar.
take_build_before() {
  jar=$jar.old
  [ -e "$stamp.new" ] && has_all
}

# Succeeds if the jar and the libraries of the build in use exist and can be read.
has_all() {
  [ -f "$jar" ] && [ -d "$target/lib" ] && is_readable && has_an_end "$jar"
}

# Succeeds if this user may read all existing parts of the build in use; else unreadable is the first part that the user may not
# read.
is_readable() {
  for unreadable in "$root/target" "$target" "$target/lib"; do
    [ ! -d "$unreadable" ] || [ -x "$unreadable" ] || return
  done
  for unreadable in "$jar" "$target"/lib/*.jar; do
    [ ! -e "$unreadable" ] || [ -r "$unreadable" ] || return
  done
  unreadable=
}

# Succeeds if the end of a jar is not missing, as after a full disk or an interrupted copy: the last 22 bytes of a jar that Maven
# made are its end record.
has_an_end() {
  local record=''
  IFS= read -r -d '' -n 4 record < <(tail -c 22 "$1" 2>/dev/null)
  [ "$record" = $'PK\5\6' ]
}

# Succeeds if the build in use is complete and no source is newer.
is_fresh() {
  is_intact || return
  local sources=("$root/pom.xml" "$root/src/main" "$root/kernels") made=$stamp
  [ -f "$made" ] || made=$jar # built with Maven alone
  [ "$build" = plain ] || sources+=("$root/src/tornado")
  [ -z "$(find -H "${sources[@]}" -newer "$made" -print -quit 2>/dev/null)" ]
}

# Prints why the build in use cannot be made here; prints nothing if it can. The build, or parts of it, may belong to another
# user, or the disk may be read-only.
obstacle_to_building() {
  mkdir -p "$target" 2>/dev/null
  if [ ! -d "$target" ] || [ ! -w "$target" ]; then
    echo "$target cannot be written"
    return
  fi
  local part lock=$build_lock
  [ -e "$lock" ] || lock=${lock%/*}
  for part in "$lock" "$build_log" "$target"/{classes,lib}; do
    if [ -e "$part" ] && [ ! -w "$part" ]; then
      echo "$part cannot be written"
      return
    fi
  done
  command -v mvn >/dev/null || echo "mvn is not on the PATH"
}

# Chooses the build for a request, and makes it if there is none. Ends the script if no build is possible.
#   choose_build cpu       any build
#   choose_build devices   a build with the engine for TornadoVM, if TornadoVM is installed
#   choose_build help      any build, also an old one; fails if there is none
choose_build() {
  use_whole_build
  if is_bundle; then
    is_intact && return
    [ "$1" = help ] && return 1
    echo "The bundle in $root is damaged, or you may not read it (${unreadable:-$jar}): copy it again, or let its owner" \
      "run chmod -R a+rX $root." >&2
    exit 2
  fi
  is_fresh && return
  local whole=$build other=plain obstacle
  [ "$whole" = plain ] && other=with-tornadovm
  if [ "$1" != devices ] || [ "$whole" = plain ]; then
    use_build "$other"
    is_fresh && return
    use_build "$whole"
  fi
  if [ "$1" = help ]; then
    for build in "$whole" "$other"; do
      use_build "$build"
      is_intact && return
      take_build_before && return
    done
    return 1
  fi
  obstacle=$(obstacle_to_building)
  if [ -z "$obstacle" ]; then
    "$root/scripts/build" --if-stale --progress package -Dmaven.test.skip=true
    case $? in
      0) return ;;
      2) obstacle="see above" ;; # nothing is wrong with the sources
      *) exit 1 ;;
    esac
  fi
  use_intact_build "$1" "$whole" "$other" "$obstacle" || refuse_to_go_on "$whole" "$other" "$obstacle"
}

# Uses a build that is not exactly the requested one, and prints a message.
use_intact_build() {
  local candidate
  for candidate in "$2" "$3"; do
    use_build "$candidate"
    is_intact || take_build_before || continue
    if [ "$1" = devices ] && [ "$build" != "$2" ] && [ "$build" = plain ]; then
      tornadovm_refused="The build in $target has no engine for TornadoVM, and a build with it cannot be made ($4)."
      unset TORNADOVM_HOME
      echo "$tornadovm_refused The CPU is used." >&2
    elif [ -e "$stamp.new" ]; then
      echo "A build in $target is still running or was interrupted: the previous build is used." >&2
    else
      echo "Sources are newer than the build in $target, which cannot be made again ($4): the old build is used." >&2
    fi
    return
  done
  return 1
}

refuse_to_go_on() {
  for build in "$1" "$2"; do
    use_build "$build"
    is_readable && continue
    echo "Thalweg is built, but you may not read the build ($unreadable): let its owner run" \
      "chmod -R a+rX $root/target, or work in a copy of your own." >&2
    exit 2
  done
  use_build "$1"
  local obstacle=$3
  [ ! -e "$stamp.new" ] || obstacle+="; a build there is still running or was interrupted: try again in some minutes"
  echo "Thalweg must be built first, and this is not possible here ($obstacle). A build needs a JDK 25, Maven 3.8 or later" \
    "(Debian: apt install maven) and a folder $target that can be written: work in a copy of your own, or let the" \
    "owner of this one run scripts/build package." >&2
  exit 2
}

# Prints a message on stderr about work that takes seconds. On a terminal the line also shows the seconds, until the process
# $clock is ended.
begin_saying() {
  clock=
  if ! [ -t 2 ]; then
    echo "$1." >&2
    return
  fi
  (
    begun=$SECONDS
    exec 7<> <(:) # nothing can be read from it, so each read waits for a second
    while kill -0 $$ 2>/dev/null; do
      printf '\r\033[K%s (%d s)' "$1" $((SECONDS - begun)) >&2
      read -r -t 1 -u 7
    done
  ) &
  clock=$!
}

end_saying() {
  [ -z "$clock" ] && return
  kill "$clock"
  wait "$clock" 2>/dev/null
  echo >&2
}

# A bundle in parts is complete after its first start.
if [ -d "$root/parts" ] && ! is_bundle; then
  "$root/scripts/join-parts" || exit 1
fi
