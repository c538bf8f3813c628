# shellcheck shell=bash
# Shared by the scripts of bin/: the project's folder, messages, settings, steps. Sourced, never run.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
STATE="$ROOT/.run"
PYTHON_HERE="$ROOT/.venv/bin/python"
cd "$ROOT"

# What a caller's shell may carry must change neither the order of files nor what Python imports,
# nor make it compile the project anew in each process.
umask 022
export LC_ALL=C.UTF-8 PYTHONNOUSERSITE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 DJANGO_SETTINGS_MODULE=config.settings
unset PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE VIRTUAL_ENV CDPATH PIP_USER PIP_TARGET PIP_PREFIX
export PATH="$PATH:/usr/sbin:/sbin"

say() { printf '%s\n' "$@"; }

# fail SENTENCE [LINE…]: what went wrong, then what to do about it.
fail() {
  printf '\nErreur : %s\n' "$1" >&2
  shift
  if (($#)); then printf '  %s\n' "$@" >&2; fi
  exit 1
}

# prints PATTERN COMMAND…: whether a line of what the command writes matches (extended expression).
# All of it is read first: a reader that leaves at the first match kills the writer of a pipe, and
# with pipefail the answer is then "no", one time in some hundreds.
prints() {
  local pattern=$1 written
  shift
  written=$("$@" 2>/dev/null) || true
  grep -qE -- "$pattern" <<<"$written"
}

# --- Leaving ---------------------------------------------------------------------------------

LEAVING=()
at_exit() { LEAVING=("$1" ${LEAVING[@]+"${LEAVING[@]}"}); }
leave() {
  local code=$? action
  trap '' INT TERM
  set +e
  for action in ${LEAVING[@]+"${LEAVING[@]}"}; do "$action"; done
  exit "$code"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# --- Settings --------------------------------------------------------------------------------

# setting NAME: the environment's value, else that of .env, as config/environment.py reads them.
setting() {
  if [[ -n ${!1+set} ]]; then
    printf '%s' "${!1}"
  elif [[ -f $ROOT/.env ]]; then
    env_file_value "$1" <"$ROOT/.env"
  fi
}

# env_file_value NAME: the value of the last line of standard input that gives one, read as
# python-dotenv reads it: « export », CRLF, quotes, and comments after a blank outside quotes.
env_file_value() {
  local line said value='' name="^[[:space:]]*(export[[:space:]]+)?('$1'|$1)[[:space:]]*"
  shopt -s nocasematch # so are the names of settings
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line#$'\xef\xbb\xbf'} line=${line%$'\r'}
    if [[ $line =~ $name(=.*)$ ]]; then
      # A line that Python cannot read says nothing: that before it stands.
      if said=$(env_value "${BASH_REMATCH[3]#=}"); then value=$said; fi
    elif [[ $line =~ $name(#.*)?$ ]]; then
      value=
    fi
  done
  shopt -u nocasematch
  printf '%s' "$value"
}

# env_value TEXT: what follows the sign « = » of a line of .env, without quotes nor comment.
env_value() {
  local text=$1 simple="^'(([^'\\]|\\\\.)*)'[[:space:]]*(#.*)?\$" double='^"(([^"\]|\\.)*)"[[:space:]]*(#.*)?$'
  if [[ $text =~ ^[[:space:]]+# ]]; then return; fi
  text=${text#"${text%%[![:space:]]*}"}
  case $text in
    \'*) [[ $text =~ $simple ]] && unescaped "${BASH_REMATCH[1]}" "\\'" ;;
    \"*) [[ $text =~ $double ]] && unescaped "${BASH_REMATCH[1]}" "\\'\"abfnrtv" ;;
    *)
      text=${text%%[[:space:]]#*}
      printf '%s' "${text%"${text##*[![:space:]]}"}"
      ;;
  esac
}

# unescaped TEXT MARKS: TEXT with each of these marks in the place of itself after a backslash.
unescaped() {
  local text=$1 mark
  while [[ $text == *\\* ]]; do
    printf '%s' "${text%%\\*}"
    text=${text#*\\}
    mark=${text:0:1} text=${text:1}
    if [[ $2 != *"$mark"* ]]; then
      printf '%s' "\\$mark"
    elif [[ $mark == [a-z] ]]; then
      printf '%b' "\\$mark"
    else
      printf '%s' "$mark"
    fi
  done
  printf '%s' "$text"
}

given_database() { [[ -n $(setting DATABASE_URL) ]]; }

# --- One at a time ---------------------------------------------------------------------------

# Two set-ups at once would write the same folders; the second waits for the first.
lock_setup() {
  mkdir -p "$STATE" 2>/dev/null && [[ -w $STATE && -w $ROOT ]] ||
    fail "ce dossier ne peut pas être écrit par ce compte : $ROOT" \
      "La mise en place y garde Python (.venv), la base (.postgres) et son état (.run)." \
      "Clonez le projet dans un dossier à vous, ou rendez celui-ci inscriptible (chown, mount -o remount,rw)."
  command -v flock >/dev/null || return 0
  exec 8>>"$STATE/setup.lock"
  flock -n 8 && return
  say "Une autre mise en place est en cours dans ce dossier : on attend qu’elle finisse."
  flock 8
}
unlock_setup() { exec 8>&-; }

# --- Running and telling ---------------------------------------------------------------------

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# fingerprint PATH… [-- WORD…]: one hash of the names and contents of files, and of the words.
fingerprint() {
  local paths=()
  while (($#)) && [[ $1 != -- ]]; do paths+=("$1"); shift; done
  {
    printf '%s\n' "$@"
    find "${paths[@]}" -type f ! -name '*.pyc' -print0 2>/dev/null | sort -z | xargs -0 cat -- /dev/null || true
    find "${paths[@]}" -type f ! -name '*.pyc' 2>/dev/null | sort || true
  } | sha256 | cut -c 1-64
}

milliseconds() { local now=${EPOCHREALTIME:-$SECONDS.000000}; now=${now/[.,]/}; printf '%s' "${now%???}"; }
elapsed() { local ms=$(($(milliseconds) - $1)); printf '%d,%d s' $((ms / 1000)) $((ms % 1000 / 100)); }

# While a quiet command works: its time and last line on a terminal, a sign of life elsewhere.
tick() {
  local title=$1 log=$2 seconds=0
  while sleep 1 >/dev/null 2>&1; do
    seconds=$((seconds + 1))
    if [[ -t 1 ]]; then
      printf '\r\033[K  … %s (%d s) \033[2m%.50s\033[0m' "$title" "$seconds" \
        "$(tail -n 1 "$log" 2>/dev/null | tr -cd '[:print:]')"
    elif ((seconds % 20 == 0)); then
      printf '  … %s (%d s)\n' "$title" "$seconds"
    fi
  done
}

TICKER=
stop_ticking() {
  [[ -n $TICKER ]] || return 0
  { kill "$TICKER" && wait "$TICKER"; } 2>/dev/null || true
  TICKER=
  if [[ -t 1 ]]; then printf '\r\033[K'; fi
  return 0
}
at_exit stop_ticking

# quietly TITLE COMMAND…: its output goes to a file, shown only if it fails.
quietly() {
  local title=$1 log code
  shift
  mkdir -p "$STATE/log"
  log="$STATE/log/$(printf '%s' "$title" | tr -cs '[:alnum:]' '-').log"
  tick "$title" "$log" 8>&- 9>&- &
  TICKER=$!
  # Not in an "if": bash would then go on after the first failure inside a function.
  set +e
  (set -e; "$@") >"$log" 2>&1 </dev/null 8>&- 9>&-
  code=$?
  set -e
  stop_ticking
  ((code == 0)) && return
  printf '\n' >&2
  tail -n 25 "$log" | sed 's/^/  | /' >&2
  fail "« $title » n’a pas abouti (code $code)." "Journal complet : $log" \
    "Relancer la même commande reprend à cette étape."
}

# openly TITLE COMMAND…: for commands that show their own progress.
openly() {
  local title=$1 code
  shift
  say "  → $title"
  set +e
  (set -e; "$@") </dev/null 8>&- 9>&-
  code=$?
  set -e
  ((code == 0)) || fail "« $title » n’a pas abouti (code $code)." \
    "Relancer la même commande reprend à cette étape."
}

# --- Two things at once ----------------------------------------------------------------------

BESIDE=
# beside COMMAND…: in the background, in a process group of its own so that it can be stopped
# with all its children; what it says is kept for "join".
beside() {
  mkdir -p "$STATE/log"
  set -m
  (
    set +m
    trap - EXIT
    "$@"
  ) >"$STATE/log/beside.log" 2>&1 </dev/null 8>&- 9>&- &
  BESIDE=$!
  set +m
}

# join: waits for it, says what it said, and fails if it failed.
join() {
  local code=0
  wait "$BESIDE" || code=$?
  BESIDE=
  # Its own count of steps died with its process: what it said tells whether it did any.
  if grep -v '^  … ' "$STATE/log/beside.log"; then STEPS_DONE=$((STEPS_DONE + 1)); fi
  ((code == 0)) || exit "$code"
}

# shellcheck disable=SC2329 # called on leaving
stop_beside() { [[ -z $BESIDE ]] || kill -TERM -- "-$BESIDE" 2>/dev/null; }
at_exit stop_beside

# --- Steps -----------------------------------------------------------------------------------

FORCE=0
STEPS_DONE=0

# step NAME TITLE FINGERPRINT WITNESS quietly|openly COMMAND…
# Skipped when done before with the same inputs and its result (WITNESS) is still there.
# What fills the database is named base/NAME: such stamps go when it is emptied.
step() {
  local name=$1 title=$2 inputs=$3 witness=$4 manner=$5 began stamp
  shift 5
  stamp="$STATE/stamps/$name"
  if [[ $FORCE == 0 && -e $witness && -f $stamp && $(<"$stamp") == "$inputs" ]]; then return; fi
  mkdir -p "${stamp%/*}"
  rm -f "$stamp"
  began=$(milliseconds)
  "$manner" "$title" "$@"
  printf '%s\n' "$inputs" >"$stamp"
  STEPS_DONE=$((STEPS_DONE + 1))
  printf '  ✓ %s (%s)\n' "$title" "$(elapsed "$began")"
}
