# shellcheck shell=bash
# Keeps the site up: its server and its PostgreSQL are started again when they end. Sourced.
# The caller says how the server starts: server_command, which ends by "exec".

SERVER=
SERVER_SINCE=0
LONGEST_PAUSE=60 # seconds between two tries; what has lived that long starts afresh at one

# record SENTENCE: on the terminal and in the journal, with its hour in UTC.
record() {
  local line
  line="$(date -u +%Y-%m-%dT%H:%M:%SZ) $1"
  printf '%s\n' "$line" >&2
  mkdir -p "$STATE/log"
  printf '%s\n' "$line" >>"$STATE/log/surveillance.log"
}

# --- Whose a process is -----------------------------------------------------------------------

# born NUMBER: when a process began; with its number, it tells it from a later one of that number.
born() {
  local line
  if [[ -d /proc/self ]]; then
    line=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    line=${line##*) }
    [[ $line != Z* ]] || return 1
    cut -d ' ' -f 20 <<<"$line"
  else
    ps -o lstart= -p "$1" 2>/dev/null | tr ' ' '_'
  fi
}

lives() { [[ -n ${1:-} && $(born "$1") == "${2:-}" ]]; }

server_mark() { printf '%s/serveur-%s' "$STATE" "$PORT"; }
mark_server() { printf '%s %s %s %s\n' "$$" "$(born $$)" "$SERVER" "$(born "$SERVER")" >"$(server_mark)"; }
unmark_server() { rm -f "$(server_mark)"; }

# Whoever takes away or replaces what a site stands on: it would go on writing there, or fail.
refuse_running_site() {
  local mark runner runner_born server server_born
  for mark in "$STATE"/serveur-*; do
    [[ -f $mark ]] || continue
    read -r runner runner_born server server_born <"$mark" || continue
    if lives "$runner" "$runner_born"; then
      fail "le site est en marche (port ${mark##*-})." "Arrêtez-le (Ctrl-C), puis relancez la même commande."
    elif lives "$server" "$server_born"; then
      fail "le site est en marche (port ${mark##*-}), par un serveur resté seul." \
        "Arrêtez-le (kill $server), puis relancez la même commande."
    fi
  done
}

# A server of this installation, on this port, whose bin/run was killed: it would hold the port.
stop_orphan() {
  local runner runner_born server server_born tries
  [[ -f $(server_mark) ]] || return 0
  read -r runner runner_born server server_born <"$(server_mark)" || return 0
  if lives "$runner" "$runner_born"; then return; fi
  if lives "$server" "$server_born"; then
    record "Un serveur de ce dossier, resté seul sur le port $PORT, est arrêté."
    kill -TERM "$server" 2>/dev/null || true
    for ((tries = 0; tries < 100; tries++)); do
      lives "$server" "$server_born" || break
      sleep 0.1
    done
    if lives "$server" "$server_born"; then kill -KILL "$server" 2>/dev/null || true; fi
    # Its children see that it is gone, and let go of the port.
    for ((tries = 0; tries < 50; tries++)); do
      answers || break
      sleep 0.1
    done
  fi
  unmark_server
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; }

# --- Server -----------------------------------------------------------------------------------

launch_server() {
  server_command </dev/null 8>&- 9>&- &
  SERVER=$!
  SERVER_SINCE=$SECONDS
  mark_server
}

stop_server() {
  [[ -n $SERVER ]] || return 0
  kill -TERM "$SERVER" 2>/dev/null
  wait "$SERVER" 2>/dev/null
  SERVER=
  unmark_server
}

# pause_after SINCE PAUSE: how long to wait before the next try.
pause_after() {
  if ((SECONDS - $1 >= LONGEST_PAUSE)); then printf 1; return; fi
  printf '%d' "$(($2 * 2 > LONGEST_PAUSE ? LONGEST_PAUSE : $2 * 2))"
}

# Interrupted at once by a signal, unlike "sleep" itself.
nap() {
  sleep "$1" 8>&- 9>&- &
  wait "$!" || true
}

SERVER_NEXT=0 SERVER_PAUSE=0
watch_server() {
  local code=0
  if [[ -n $SERVER ]]; then
    if kill -0 "$SERVER" 2>/dev/null; then return; fi
    wait "$SERVER" || code=$?
    SERVER=
    SERVER_PAUSE=$(pause_after "$SERVER_SINCE" "$SERVER_PAUSE")
    ((SERVER_PAUSE)) || SERVER_PAUSE=1
    SERVER_NEXT=$((SECONDS + SERVER_PAUSE))
    record "Le serveur s’est arrêté (code $code) ; il est relancé dans $SERVER_PAUSE s."
  fi
  if ((SECONDS < SERVER_NEXT)); then return; fi
  launch_server
  record "Le serveur est relancé (numéro $SERVER)."
}

# --- PostgreSQL -------------------------------------------------------------------------------

CLUSTER_NEXT=0 CLUSTER_PAUSE=0 CLUSTER_SINCE=0
watch_cluster() {
  if given_database || cluster_ready; then return; fi
  if ((SECONDS < CLUSTER_NEXT)); then return; fi
  # Never a new, empty one in the place of what was there.
  [[ -d $CLUSTER/data ]] || fail "les données de la base ne sont plus dans $CLUSTER." \
    "Remettez-les en place, ou restaurez une sauvegarde (bin/restore)."
  record "PostgreSQL ne répond plus ; il est relancé."
  CLUSTER_PAUSE=$(pause_after "$CLUSTER_SINCE" "$CLUSTER_PAUSE")
  ((CLUSTER_PAUSE)) || CLUSTER_PAUSE=1
  if (lock_setup && cluster_start) >>"$STATE/log/surveillance.log" 2>&1; then
    record "PostgreSQL répond de nouveau."
  else
    record "PostgreSQL ne démarre pas ; nouvel essai dans $CLUSTER_PAUSE s (journal : $CLUSTER/server.log)."
  fi
  CLUSTER_SINCE=$SECONDS
  CLUSTER_NEXT=$((SECONDS + CLUSTER_PAUSE))
}

# Until a signal: both are looked at every second.
watch_over() {
  CLUSTER_SINCE=-$LONGEST_PAUSE
  while :; do
    nap 1
    watch_cluster
    watch_server
  done
}
