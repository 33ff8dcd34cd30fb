# Sourced by the other scripts: the places of the project, the JDK, TornadoVM and the builds, and the build to use.
# Every start of Thalweg runs this, so it starts few processes. In a bundle (scripts/bundle) runtime and TornadoVM
# are next to the scripts, nothing is built, and only programs of bash and coreutils are called.
# shellcheck shell=bash

# Neither Java nor a relative path works then; Bash itself may have said so before this line.
if ! pwd -P >/dev/null 2>&1; then
  echo "The folder in which you are does not exist any more: change to another, such as with 'cd'." >&2
  exit 2
fi

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
device_nodes=/dev

# Names the build for everything that follows: 'plain', without the engine for TornadoVM, or 'with-tornadovm'. Each has its
# folder, as in pom.xml, so neither replaces the other. The engine fits every SDK of the version in pom.xml.
use_build() {
  build=$1
  target=$root/target
  [ "$build" = plain ] || target+=/$build
  jar=$target/thalweg.jar
  stamp=$target/thalweg.stamp # as old as the newest source that may be in the jar
  build_log=$target/build.log
  build_lock=$root/target/.lock # of both
  start_cache=$target/thalweg.aot
}

# The build for all that is installed here.
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
    echo "The bundle in $root is damaged ($JAVA_HOME/bin/java is not there, or not to be executed): copy it anew," \
      "permissions included." >&2
    exit 2
  fi
  JAVA_HOME=$("$root/scripts/find-jdk") || exit 2
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
  if [ -z "$tornadovm_version" ]; then
    tornadovm_refused="You may not read $root/pom.xml, which names the version of TornadoVM that Thalweg is built for:"
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
}

# Where what was fetched or unpacked once is kept, as CacheFolder.java has it. Without HOME it is what the system says.
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

# The flags that TornadoVM needs of Java, with ${TORNADOVM_HOME} for the SDK's place: what a bundle brings along, or a copy of the
# SDK's argument file or of its template without the current folder on the module path (jars that happen to lie where the user
# stands are no part of the run) and without the incubator modules, which make the JVM warn.
tornadovm_flags_template() {
  if is_bundle; then
    echo "$(<"$root/target/tornado-argfile.template")"
    return
  fi
  local source=$TORNADOVM_HOME/tornado-argfile
  [ -s "$source" ] || source+=.template
  local place # what the file calls the SDK's place: a link to it may have another name
  place=$(sed -n 's|^-Djava\.library\.path=\(.*\)/lib$|\1|p' "$source")
  sed -e "s|${place:-$TORNADOVM_HOME}|\${TORNADOVM_HOME}|g" -e 's|^--module-path \.:|--module-path |' \
    -e 's|^--add-modules ALL-SYSTEM,|--add-modules ALL-DEFAULT,|' \
    -e 's|[^ ]*\${TORNADOVM_HOME}[^ ]*|"&"|' "$source"
}

# Lets the JVM keep its signal handlers beside an OpenCL driver that compiles with LLVM, as PoCL's and AMD's do: LLVM puts its own
# in their place. A JVM raises SIGSEGV in the course of things; that would remove the file the driver is writing, or end the
# process. The JDK's libjsig hands such a handler what the JVM has no use for. ld.so takes no path with a space or a colon.
keep_signal_handlers() {
  local library=$JAVA_HOME/lib/libjsig.so
  [ -f "$library" ] && [[ $library != *[[:space:]:]* ]] || return 0
  export LD_PRELOAD=$library${LD_PRELOAD:+:$LD_PRELOAD}
}

# Lets PoCL keep what it compiles in Thalweg's cache folder where its own, by PoCL's rule, cannot be written: it would offer no
# device then.
give_pocl_a_cache() {
  [ -z "${POCL_CACHE_DIR:-}" ] || return 0
  local folder=/tmp
  [ -z "${HOME:-}" ] || folder=$HOME/.cache
  folder=${XDG_CACHE_HOME:-$folder}/pocl/kcache
  can_be_written "$folder" && return
  folder=$(cache_folder)/pocl
  can_be_written "$folder" && export POCL_CACHE_DIR=$folder
}

# Whether a folder can be written, or made.
can_be_written() {
  local folder=$1
  while [ ! -e "$folder" ] && [[ $folder == ?*/* ]]; do
    folder=${folder%/*}
  done
  [ -d "${folder:-/}" ] && [ -w "${folder:-/}" ] && [ -x "${folder:-/}" ]
}

# Writes those flags with TORNADOVM_HOME in its place, and sets tornadovm_argfile to the file: one for each SDK, since a bundle
# or an SDK may have been moved since the last time. Where the build's folder can only be read, it is in the cache. Fails where
# it can be written nowhere; tornadovm_refused says so.
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

# The version in pom.xml; nothing where that cannot be read.
tornadovm_version() {
  local line
  [ -r "$root/pom.xml" ] || return
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

# Whether the build in use is complete: no build of it is running or was cut short, and its jar and its libraries exist.
is_intact() {
  [ ! -e "$stamp.new" ] && has_all
}

# Takes the build before the one that is running, or was cut short; fails if there is none. scripts/build puts it aside.
take_build_before() {
  jar=$jar.old
  [ -e "$stamp.new" ] && has_all
}

# Whether the jar and the libraries of the build in use are there and can be read.
has_all() {
  [ -f "$jar" ] && [ -d "$target/lib" ] && is_readable && has_an_end "$jar"
}

# Whether this user may read what is there of the build in use; else unreadable is the first part of it that they may not.
is_readable() {
  for unreadable in "$root/target" "$target" "$target/lib"; do
    [ ! -d "$unreadable" ] || [ -x "$unreadable" ] || return
  done
  for unreadable in "$jar" "$target"/lib/*.jar; do
    [ ! -e "$unreadable" ] || [ -r "$unreadable" ] || return
  done
  unreadable=
}

# Whether a jar of Maven's was not cut off, on a full disk or while it was copied: its last 22 bytes are the record that ends it.
has_an_end() {
  local record=''
  IFS= read -r -d '' -n 4 record < <(tail -c 22 "$1" 2>/dev/null)
  [ "$record" = $'PK\5\6' ]
}

# Whether it is complete and no source is newer.
is_fresh() {
  is_intact || return
  local sources=("$root/pom.xml" "$root/src/main" "$root/kernels") made=$stamp
  [ -f "$made" ] || made=$jar # built with Maven alone
  [ "$build" = plain ] || sources+=("$root/src/tornado")
  [ -z "$(find -H "${sources[@]}" -newer "$made" -print -quit 2>/dev/null)" ]
}

# Why the build in use cannot be made here, in words; empty where it can. It may be another user's, or parts of it are, or its
# disk is only read.
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

# Chooses the build for a request, and makes it if there is none. Ends the script if none is possible.
#   choose_build cpu       any build will do
#   choose_build devices   the engine for TornadoVM is to be in it, if TornadoVM is here
#   choose_build help      any build will do, however old; fails where there is none
choose_build() {
  use_whole_build
  if is_bundle; then
    is_intact && return
    [ "$1" = help ] && return 1
    echo "The bundle in $root is damaged, or you may not read it (${unreadable:-$jar}): copy it anew, or let its owner" \
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

# Takes a build that is not exactly the requested one, and says so.
use_intact_build() {
  local candidate
  for candidate in "$2" "$3"; do
    use_build "$candidate"
    is_intact || take_build_before || continue
    if [ "$1" = devices ] && [ "$build" != "$2" ] && [ "$build" = plain ]; then
      tornadovm_refused="The build in $target is without the engine for TornadoVM, and one with it cannot be made ($4)."
      unset TORNADOVM_HOME
      echo "$tornadovm_refused The CPU is used." >&2
    elif [ -e "$stamp.new" ]; then
      echo "A build in $target is going on, or was cut short: the one before it is used." >&2
    else
      echo "Sources are newer than the build in $target, which cannot be made anew ($4): it is used as it is." >&2
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
  [ ! -e "$stamp.new" ] || obstacle+="; a build is going on there, or was cut short: try again in some minutes"
  echo "Thalweg has to be built first, and that cannot be done here ($obstacle). To build it takes a JDK 25, Maven 3.8 or later" \
    "(Debian: apt install maven) and a folder $target that can be written: work in a copy of your own, or let the" \
    "owner of this one run scripts/build package." >&2
  exit 2
}

# Says on stderr what takes seconds; on a terminal in a line that shows them, until the process $clock is ended.
begin_saying() {
  clock=
  if ! [ -t 2 ]; then
    echo "$1." >&2
    return
  fi
  (
    begun=$SECONDS
    exec 7<> <(:) # nothing ever comes of it, for a second at a time
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
