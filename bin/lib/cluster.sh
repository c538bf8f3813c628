# shellcheck shell=bash
# The project's own PostGIS: where it is, how it is made, started, shared and stopped. Sourced.
# It listens on a unix socket only. The system accounts named in pg_ident are its only users.

# --- Whose and where -------------------------------------------------------------------------

# PostgreSQL refuses to run as root: root hands it to the owner of the data, else to "postgres".
cluster_account() {
  local owner
  if ((EUID != 0)); then id -un; return; fi
  owner=$(stat -c %U "$1/data" 2>/dev/null || true)
  if [[ -n $owner && $owner != root && $owner != UNKNOWN ]]; then printf '%s' "$owner"; else printf postgres; fi
}

as_account() {
  if ((EUID != 0)); then "$@"; return; fi
  setpriv --reuid="$ACCOUNT" --regid="$(id -g "$ACCOUNT")" --init-groups -- "$@"
}

# A clone in /root or in another closed folder cannot be reached by the account "postgres":
# the data then live under /var/lib, and .postgres/elsewhere says where.
cluster_home() {
  local here="$ROOT/.postgres" elsewhere
  if cluster_elsewhere; then return; fi
  if cluster_shut_out; then
    mkdir -p /var/lib/atlas-ptce "$here"
    elsewhere=$(mktemp -d /var/lib/atlas-ptce/XXXXXXXX)
    printf '%s\n' "$ROOT" >"$elsewhere/project"
    printf '%s\n' "$elsewhere" >"$here/elsewhere"
    say "  « postgres » n’a pas accès à $ROOT (chmod o+x sur ses dossiers parents le lui donnerait) : la base est gardée dans $elsewhere" >&2
    printf '%s' "$elsewhere"
    return
  fi
  printf '%s' "$here"
}

# cluster_shut_out: whether the server's account cannot go where the project is.
cluster_shut_out() {
  ((EUID == 0)) && id postgres >/dev/null 2>&1 && ! ACCOUNT=$(cluster_account "$ROOT/.postgres") as_account test -x "$ROOT"
}

# cluster_elsewhere: where the data are, if it is not here.
cluster_elsewhere() {
  local elsewhere
  elsewhere=$(cat "$ROOT/.postgres/elsewhere" 2>/dev/null) || return 1
  # A copied project folder must not take over the data of the original.
  [[ $(cat "$elsewhere/project" 2>/dev/null) == "$ROOT" ]] || return 1
  printf '%s' "$elsewhere"
}

# cluster_query QUERY: what the private cluster answers, started if need be and left as it was;
# fails where it cannot be asked. Nothing is asked, nor made, where there is none.
cluster_query() (
  code=0
  if ! home=$(cluster_elsewhere); then
    home=$ROOT/.postgres
    if [[ -d $home/data ]] && cluster_shut_out; then return 1; fi
  fi
  [[ -d $home/data ]] || return 0
  cluster_borrow
  "$BINARIES/psql" -X -q -At -v ON_ERROR_STOP=1 -h "$SOCKET" -p 5432 -U postgres -d postgres -c "$1" || code=$?
  cluster_give_back
  return "$code"
) 2>/dev/null

# A unix socket's path has at most 107 bytes, and the configuration splits it at commas.
cluster_socket() {
  local wanted="$1/socket" runtime=/tmp
  if (($(printf '%s/.s.PGSQL.5432' "$wanted" | wc -c) <= 103)) && [[ $wanted =~ ^[A-Za-z0-9/._\ -]+$ ]]; then
    printf '%s' "$wanted"
    return
  fi
  if ((EUID != 0)) && [[ -n ${XDG_RUNTIME_DIR:-} && -w ${XDG_RUNTIME_DIR:-} ]]; then runtime=$XDG_RUNTIME_DIR; fi
  printf '%s/atlas-ptce-%s' "$runtime" "$(printf '%s' "$ROOT" | sha256 | cut -c 1-12)"
}

# Sets CLUSTER, SOCKET, ACCOUNT and BINARIES, and tells config/environment.py where to connect.
cluster_locate() {
  local major=
  unset PGHOST PGHOSTADDR PGPORT PGUSER PGPASSWORD PGDATABASE PGSERVICE PGOPTIONS PGSSLMODE PGDATA
  CLUSTER=$(cluster_home)
  SOCKET=$(cluster_socket "$CLUSTER")
  ACCOUNT=$(cluster_account "$CLUSTER")
  if [[ -f $CLUSTER/version ]]; then major=$(<"$CLUSTER/version"); fi
  BINARIES=$(find_postgres "$major") || fail_without_binaries "$major"
  mkdir -p "$STATE"
  if [[ $SOCKET == "$ROOT/.postgres/socket" ]]; then
    rm -f "$STATE/database_url"
  else
    cluster_url >"$STATE/database_url"
  fi
}

fail_without_binaries() {
  if [[ -n $1 ]]; then
    fail "la base du projet a été faite par PostgreSQL $1, qui n’est plus installé (avec PostGIS)." \
      "Réinstallez-le, par exemple : apt-get install postgresql-$1-postgis-3" \
      "ou effacez la base : bin/clean"
  fi
  fail "aucun PostgreSQL 14 ou plus avec PostGIS 3.3 ou plus n’a été trouvé." "bin/setup l’installe."
}

cluster_url() {
  local bytes
  bytes=$(printf '%s' "$SOCKET" | sed 's/%/%25/g; s/ /%20/g; s/&/%26/g; s/+/%2B/g; s/#/%23/g; s/?/%3F/g; s/\//%2F/g')
  printf 'postgresql://atlas@/atlas?host=%s&port=5432\n' "$bytes"
}

# --- State -----------------------------------------------------------------------------------

# After a crash pg_ctl may take a stranger's process for the server: only the socket tells.
cluster_ready() { "$BINARIES/pg_isready" -q -h "$SOCKET" -p 5432 -d postgres; }

# The server's number, if it lives: a number left by a crash may be another program's by now.
cluster_process() {
  local number folder
  number=$(head -n 1 "$CLUSTER/data/postmaster.pid" 2>/dev/null) || return 1
  [[ -n $number ]] && kill -0 "$number" 2>/dev/null || return 1
  # Dead, but not yet buried by its parent, as in a container that has no init.
  if grep -qs '^State:.Z' "/proc/$number/status"; then return 1; fi
  # A number that is now a process of another account's, root's for one, is not the server's.
  if [[ -d /proc/self && $(stat -c %u "/proc/$number" 2>/dev/null) != "$(id -u "$ACCOUNT")" ]]; then return 1; fi
  # Read as its own account: in a container even root may not look at another's process.
  folder=$(as_account readlink "/proc/$number/cwd" 2>/dev/null || true)
  [[ -z $folder || $folder == "$(readlink -f "$CLUSTER/data")" ]] || return 1
  printf '%s' "$number"
}

# How many processes of the server still work on the data, its number being known or not.
cluster_remains() {
  { as_account readlink /proc/[0-9]*/cwd 2>/dev/null || true; } | grep -cFx -- "$(readlink -f "$CLUSTER/data")" || true
}

# The marks of a server that is no more. PostgreSQL clears them itself, unless their number is
# another program's by now. Its last processes must be gone: two servers would ruin the data.
cluster_forget() {
  local tries
  [[ -d /proc/self && -f $CLUSTER/data/postmaster.pid ]] || return 0
  for ((tries = 0; tries < 100; tries++)); do
    if (($(cluster_remains) == 0)); then
      rm -f "$CLUSTER/data/postmaster.pid" "$SOCKET/.s.PGSQL.5432" "$SOCKET/.s.PGSQL.5432.lock"
      return
    fi
    sleep 0.1
  done
  fail "un ancien serveur de la base du projet finit de s’arrêter." "Relancez dans un moment la même commande."
}

# --- Making ----------------------------------------------------------------------------------

cluster_initialise() {
  local locale=C.UTF-8 half="$CLUSTER/data.half"
  prints '^C\.[Uu][Tt][Ff]-?8$' locale -a || locale=C
  rm -rf "$half"
  mkdir -p "$CLUSTER"
  if ((EUID == 0)); then chown "$ACCOUNT" "$CLUSTER"; fi
  # Made aside and renamed when whole: an interrupted initdb leaves nothing that looks finished.
  (cd / && as_account "$BINARIES/initdb" -D "$half" -U postgres --auth=peer --encoding=UTF8 \
    --locale="$locale" --data-checksums) >"$STATE/log/initdb.log" 2>&1 </dev/null ||
    { tail -n 15 "$STATE/log/initdb.log" >&2; fail "la base du projet n’a pas pu être créée (initdb)."; }
  cp "$half/PG_VERSION" "$CLUSTER/version"
  mv "$half" "$CLUSTER/data"
}

cluster_configure() {
  local me
  me=$(id -un)
  cat >"$CLUSTER/data/postgresql.auto.conf" <<CONF
# Written by bin/postgres at every start.
listen_addresses = ''
unix_socket_directories = '$SOCKET'
port = 5432
# Two servers of the site (25 each), and commands.
max_connections = 60
# For two cores and a small memory: a few heavy spatial questions, not many light ones.
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 256MB
effective_cache_size = 1GB
random_page_cost = 1.1
max_parallel_workers_per_gather = 1
jit = off
# Nothing is replicated: less to write while communes are loaded.
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
checkpoint_timeout = 15min
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
CONF
  printf 'local all all peer map=atlas\n' >"$CLUSTER/data/pg_hba.conf"
  printf '%s\n' "$me" "$ACCOUNT" root | sort -u |
    sed 's/.*/atlas "&" atlas\natlas "&" atlas_site\natlas "&" postgres/' >"$CLUSTER/data/pg_ident.conf"
}

# Tells a server of the project's roles, extensions and database. Safe to repeat.
# "atlas" owns the tables and runs commands; "atlas_site" serves pages and owns nothing: each may
# become the other in one direction only. FURNISHED grows when what is told here changes.
FURNISHED=2
cluster_furnish() {
  [[ $(cat "$CLUSTER/furnished" 2>/dev/null) == "$FURNISHED" ]] && return
  cluster_configure
  cluster_sql template1 <<'SQL'
SELECT pg_reload_conf();
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
SELECT 'CREATE ROLE atlas LOGIN CREATEDB' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'atlas') \gexec
SELECT 'CREATE ROLE atlas_site LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'atlas_site') \gexec
GRANT atlas_site TO atlas;
SELECT 'CREATE DATABASE atlas OWNER atlas' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'atlas') \gexec
SQL
  printf '%s\n' "$FURNISHED" >"$CLUSTER/furnished"
}

cluster_sql() {
  "$BINARIES/psql" -X -q -v ON_ERROR_STOP=1 -h "$SOCKET" -p 5432 -U postgres -d "$1" >"$STATE/log/sql.log" 2>&1 ||
    { tail -n 15 "$STATE/log/sql.log" >&2; fail "la base du projet n’a pas pu être préparée."; }
}

# --- Starting and stopping -------------------------------------------------------------------

cluster_start() {
  mkdir -p "$STATE/log"
  if cluster_ready; then cluster_furnish; return; fi
  if [[ -d $CLUSTER/data && ! -w $CLUSTER/data && $EUID != 0 ]]; then
    fail "la base du projet (.postgres) appartient au compte « $(stat -c %U "$CLUSTER/data") »." \
      "Relancez sous ce compte ou en root, ou effacez-la : bin/clean"
  fi
  [[ -d $CLUSTER/data ]] || cluster_initialise
  wait_while_starting
  cluster_ready || cluster_launch
  cluster_furnish
}

cluster_launch() {
  local code=0
  cluster_forget
  [[ -e $SOCKET || -L $SOCKET ]] || (umask 077 && mkdir -p "$SOCKET")
  # In a shared folder somebody else could have laid this one, to answer in the server's place,
  # or a link to a folder of ours that would be handed to the server's account.
  [[ ! -L $SOCKET ]] && [[ -O $SOCKET || $(stat -c %U "$SOCKET" 2>/dev/null) == "$ACCOUNT" ]] ||
    fail "$SOCKET est un lien, ou le dossier d’un autre compte." "Effacez-le, puis relancez la même commande."
  cluster_configure
  touch "$CLUSTER/server.log"
  if ((EUID == 0)); then
    chown "$ACCOUNT" "$SOCKET" "$CLUSTER/server.log" "$CLUSTER"/data/{postgresql.auto,pg_hba,pg_ident}.conf
  fi
  # The locks of this script are closed for the server, which would hold them for ever.
  (cd / && as_account "$BINARIES/pg_ctl" start -s -w -t 60 -D "$CLUSTER/data" -l "$CLUSTER/server.log") \
    >/dev/null 2>&1 </dev/null 8>&- 9>&- || code=$?
  if ((code)) || ! cluster_ready; then
    tail -n 15 "$CLUSTER/server.log" >&2
    fail "la base du projet ne démarre pas." "Journal : $CLUSTER/server.log"
  fi
}

# Somebody else may have just started it, or it may be recovering from a crash.
wait_while_starting() {
  local tries
  for ((tries = 0; tries < 120; tries++)); do
    if ! cluster_process >/dev/null || cluster_ready; then return; fi
    sleep 0.5
  done
  fail "la base du projet tourne mais ne répond pas (numéro $(cluster_process))." "Journal : $CLUSTER/server.log"
}

cluster_stop() {
  rm -f "$STATE/cluster_is_borrowed"
  cluster_process >/dev/null || return 0
  (cd / && as_account "$BINARIES/pg_ctl" stop -s -w -t 60 -m fast -D "$CLUSTER/data") >/dev/null 2>&1 </dev/null 8>&- 9>&- ||
    fail "la base du projet ne s’arrête pas." "Journal : $CLUSTER/server.log"
}

# --- Sharing ---------------------------------------------------------------------------------

# cluster_borrow: started if need be; stopped when the last script that borrows it leaves,
# unless it was started for itself by "bin/postgres start".
cluster_borrow() {
  cluster_locate
  mkdir -p "$STATE"
  if command -v flock >/dev/null; then
    exec 9>>"$STATE/cluster.lock"
    flock -s 9
  fi
  at_exit cluster_give_back
  if cluster_ready; then cluster_furnish; return; fi
  touch "$STATE/cluster_is_borrowed"
  cluster_start
}

cluster_give_back() {
  [[ -e $STATE/cluster_is_borrowed ]] || return 0
  if command -v flock >/dev/null; then flock -n -x 9 || return 0; fi
  cluster_stop
}
