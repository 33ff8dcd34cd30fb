# Every script sources this first, before its own 'set': it restores the default options of Bash. Then -h and --help print the
# comment at the start of the script, and do nothing else. A script that does not know a word ends with exit code 2.
# shellcheck shell=bash

# The environment can set options for every Bash. These scripts must not use them: some options end a script without a message or
# remove a pattern that matches nothing, and CDPATH makes 'cd' search for the folder and print it. -x and -v stay, because they
# only show the commands.
unset CDPATH GLOBIGNORE
set +aefukmC +o pipefail +o posix -B
shopt -u failglob nullglob nocaseglob nocasematch dotglob extglob xpg_echo expand_aliases
export -n SHELLOPTS BASHOPTS

# Prints the name of the script, relative to the project's folder, such as scripts/build.
script_name() {
  local folder=.
  [[ $0 == */* ]] && folder=${0%/*}
  folder=$(cd "$folder" && pwd -P)
  echo "${folder##*/}/${0##*/}"
}

print_usage() {
  local line
  {
    read -r line # the line that names the interpreter
    while IFS= read -r line && [[ $line == '#'* ]]; do
      line=${line#'#'}
      echo "${line# }"
    done
  } <"$0"
}

# To be called with the script's words. Words after -- are for another program.
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

# For a script that accepts no words except --help.
take_no_words() {
  answer_help "$@"
  [ $# = 0 ] || refuse_word "$1"
}

# For a script that passes words to Maven: goals, properties, profiles and a few options.
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
