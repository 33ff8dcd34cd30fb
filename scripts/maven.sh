# Sourced by the other scripts that call Maven: calls Maven and shows its progress.
# shellcheck shell=bash

# Calls Maven and appends its output, including the downloads, to a log.
#   maven words LOG …        also prints its output on stdout, without the downloads
#   maven progress LOG …     prints its progress on stderr, in a few lines; on a terminal in one line that is overwritten
maven() {
  local show=$1 log=$2
  shift 2
  # No colours, and no warnings from JDK 25 about the libraries of Maven 3.8.
  MAVEN_OPTS="-Djansi.noreset=true --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    mvn -B -Dstyle.color=never "$@" 2>&1 </dev/null | tee -a "$log" | "show_$show"
}

show_words() {
  grep --line-buffered -Ev '^\[INFO\] Download(ing|ed) from ' || true
}

# Prints the first errors in a log, without Maven's advice on how to see more. At the end of an error's line Maven refers to this
# advice; the reference is removed too.
errors_in() {
  { grep -E '^\[ERROR\] .' "$1" || tail -n 20 "$1"; } \
    | grep -Ev '^\[ERROR\] (\[Help [0-9]+\] |To see the full stack trace|Re-run Maven using|For more information about)' \
    | sed 's/ -> \[Help [0-9]*\]$//' | head -n "${2:-20}"
}

# Prints why Maven failed, if the cause is not in the sources; fails if the sources may be wrong.
obstacle_in() {
  local log=$1 repository
  repository=$(sed -n 's/^\[ERROR\] Could not create local repository at \(.*\) -> .*/\1/p' "$log")
  if [ -n "$repository" ] || says "$log" '\.part\.lock \('; then
    echo "Maven's repository of libraries${repository:+, $repository,} cannot be written; to choose another folder for it," \
      "set MAVEN_OPTS=-Dmaven.repo.local=FOLDER"
  elif says "$log" 'No space left on device|Disk quota exceeded'; then
    echo "the disk is full"
  elif says "$log" 'Could not (resolve|transfer|find artifact)|could not be resolved|Cannot access .* in offline mode'; then
    echo "something could not be downloaded"
  elif says "$log" 'Permission denied|AccessDeniedException|Read-only file system'; then
    echo "a file could not be read or written"
  else
    return 1
  fi
}

# Succeeds if an error in a log matches the pattern.
says() {
  grep -Eq "^\[ERROR\].*($2)" "$1"
}

# Shows the current step of Maven: downloading, compiling, testing, packing. On a terminal this is one line with the number of
# seconds. Elsewhere each step is a line; a long step is another line every 30 seconds, and downloading is a line every 10 seconds.
show_progress() {
  local line status step='' shown='' shown_at=0 files=0 kilobytes=0 begun=$SECONDS terminal=''
  [ -t 2 ] && terminal=yes && step='Starting Maven'
  while true; do
    IFS= read -r -t 1 line
    status=$?
    [ $status -gt 0 ] && [ $status -le 128 ] && break # the end; above 128, there was no line within a second
    [ $status = 0 ] && read_step "$line"
    if [ -n "$step" ] && is_to_be_shown $((SECONDS - begun)); then
      show_step $((SECONDS - begun))
    fi
  done
  [ -n "$terminal" ] && printf '\r\033[K' >&2
  [ "$files" = 0 ] || echo "  Downloaded $files files, $((kilobytes / 1000)) MB" >&2
}

# Sets step from a line of Maven's output, if the line names a step.
read_step() {
  case $1 in
    '[INFO] Downloading from '*) step=Fetching ;;
    '[INFO] Downloaded from '*) count_file "$1" ;;
    '[INFO] Compiling '*' source file'*)
      step=${1#'[INFO] '}
      step=${step%% with *}
      ;;
    '[INFO] Running '*) step="Testing ${1##*.}" ;;
    '[INFO] Building jar: '*) step="Packing ${1##*/}" ;;
    '[INFO] Copying '*'.jar to '*) step="Copying libraries" ;;
  esac
}

# Counts a downloaded file, from a line such as '… (12 kB at 3.4 MB/s)'.
count_file() {
  files=$((files + 1))
  [[ $1 =~ \(([0-9]+)(\.[0-9]+)?\ (k|M|G)?B\ at ]] || return
  local decimals=${BASH_REMATCH[2]}00
  case ${BASH_REMATCH[3]} in
    k) kilobytes=$((kilobytes + BASH_REMATCH[1])) ;;
    M) kilobytes=$((kilobytes + BASH_REMATCH[1] * 1000 + 10#${decimals:1:1} * 100)) ;;
    G) kilobytes=$((kilobytes + BASH_REMATCH[1] * 1000000 + 10#${decimals:1:1} * 100000)) ;;
  esac
}

is_to_be_shown() {
  local since=$(($1 - shown_at))
  if [ -n "$terminal" ]; then
    [ "$step" != "$shown" ] || [ $since -gt 0 ]
  elif [ -z "$shown" ] || [ "$step" = Fetching ]; then
    [ -z "$shown" ] || [ $since -ge 10 ]
  else
    [ "$step" != "$shown" ] || [ $since -ge 30 ]
  fi
}

show_step() {
  local text=$step
  [ "$step" = Fetching ] && text="Downloading libraries: $files files, $((kilobytes / 1000)) MB so far"
  if [ -n "$terminal" ]; then
    printf '\r\033[K  %s (%d s)' "$text" "$1" >&2
  else
    printf '  %s (%d s)\n' "$text" "$1" >&2
  fi
  shown=$step
  shown_at=$1
}
