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

# The archive named as an argument, or by make: make restore ARCHIVE=sauvegardes/atlas-….tar
ask_archive() {
  [[ -n ${ARCHIVE:-} ]] || fail "quelle sauvegarde ?" "$1 sauvegardes/atlas-….tar (ou ARCHIVE=… avec make)"
  [[ -f $ARCHIVE ]] || fail "« $ARCHIVE » n’est pas un fichier." "Les sauvegardes sont, sauf --output, dans sauvegardes/."
}

# A site that runs would go on writing to what is being replaced.
refuse_running_site() {
  local mark runner born_at _rest
  for mark in "$STATE"/serveur-*; do
    [[ -f $mark ]] || continue
    read -r runner born_at _rest <"$mark" || continue
    if lives "$runner" "$born_at"; then
      fail "le site est en marche (port ${mark##*-})." "Arrêtez-le (Ctrl-C), puis relancez la même commande."
    fi
  done
}
