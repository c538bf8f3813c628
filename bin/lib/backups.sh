# shellcheck shell=bash
# What the three scripts of backups share: the database reached, without filling it. Sourced.
# shellcheck source=bin/lib/setup.sh
source "$ROOT/bin/lib/setup.sh"

# reach_database: Python and the database, private or given; no table is made.
reach_database() {
  lock_setup
  install_system
  install_python
  if ! given_database; then
    cluster_borrow
    export POSTGRES_BIN=${POSTGRES_BIN:-$BINARIES}
  fi
  unlock_setup
}

# empty_cluster: a new PostgreSQL beside the site's, where nothing of it is, gone at the end.
# Sets INTO, the address of its one database; fails where this machine has no server to start.
EMPTY=
# shellcheck disable=SC2034 # INTO is read by bin/verify-backup
empty_cluster() {
  local site_cluster=${CLUSTER:-} site_socket=${SOCKET:-}
  ACCOUNT=$(cluster_account "$STATE")
  BINARIES=${BINARIES:-$(find_postgres "")} || return 1
  # Where its account can go: the site's cluster already is, a folder of root's may not be.
  EMPTY=$(mktemp -d "${site_cluster:-${TMPDIR:-/tmp}}/verification-XXXXXX")
  at_exit remove_empty_cluster
  mkdir -p "$STATE/log"
  CLUSTER=$EMPTY SOCKET=$(mktemp -d /tmp/atlas-verification-XXXXXX)
  EMPTY_SOCKET=$SOCKET
  if ((EUID == 0)); then chown "$ACCOUNT" "$EMPTY" "$SOCKET"; fi
  cluster_initialise
  cluster_launch
  cluster_furnish
  INTO=$(cluster_url)
  CLUSTER=$site_cluster SOCKET=$site_socket
}

# shellcheck disable=SC2329 # called on leaving
remove_empty_cluster() {
  (cd / && as_account "$BINARIES/pg_ctl" stop -s -w -t 60 -m immediate -D "$EMPTY/data") >/dev/null 2>&1 </dev/null
  rm -rf "$EMPTY" "$EMPTY_SOCKET"
}

# The archive named as an argument, or by make: make restore ARCHIVE=sauvegardes/atlas-….tar
ask_archive() {
  [[ -n ${ARCHIVE:-} ]] || fail "quelle sauvegarde ?" "$1 sauvegardes/atlas-….tar (ou ARCHIVE=… avec make)"
  [[ -f $ARCHIVE ]] || fail "« $ARCHIVE » n’est pas un fichier." "Les sauvegardes sont, sauf --output, dans sauvegardes/."
}
