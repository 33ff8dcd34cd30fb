# Sourced by the scripts beside it before they do anything, 'set' included: the shell becomes Bash as it comes. Then -h and --help
# print the comment that a script begins with, and nothing else happens. Words that a script does not know end it with exit code 2.
# shellcheck shell=bash

# What an environment may ask of every Bash is not for these scripts: options that end them without a word or let a pattern stand
# for nothing, and a search for the folder that 'cd' is given, which prints what it has found. -x and -v, which only show what
# is done, stay.
unset CDPATH GLOBIGNORE
set +aefukmC +o pipefail +o posix -B
shopt -u failglob nullglob nocaseglob nocasematch dotglob extglob xpg_echo expand_aliases
export -n SHELLOPTS BASHOPTS

# As it is called from the project's folder, such as scripts/build.
script_name() {
  local folder=.
  [[ $0 == */* ]] && folder=${0%/*}
  folder=$(cd "$folder" && pwd -P)
  echo "${folder##*/}/${0##*/}"
}

print_usage() {
  local line
  {
    read -r line # the interpreter's
    while IFS= read -r line && [[ $line == '#'* ]]; do
      line=${line#'#'}
      echo "${line# }"
    done
  } <"$0"
}

# Takes the words of the script; those behind -- are another program's.
answer_help() {
  local word
  for word in "$@"; do
    case $word in
      --) return ;;
      -h | --help)
        print_usage
        exit 0
        ;;
    esac
  done
}

refuse_word() {
  echo "$(script_name) does not know '$1'. See: $(script_name) --help" >&2
  exit 2
}

# For a script that takes no words but --help.
take_no_words() {
  answer_help "$@"
  [ $# = 0 ] || refuse_word "$1"
}

# For a script that hands words on to Maven: goals, properties, profiles and a few options.
take_words_for_maven() {
  answer_help "$@"
  local word
  for word in "$@"; do
    case $word in
      -D?* | -P?* | -o | --offline | -U | -e | -X | [!-]*) ;;
      *) refuse_word "$word" ;;
    esac
  done
}
