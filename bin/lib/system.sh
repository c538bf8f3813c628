# shellcheck shell=bash
# What the machine must have: a Python, a PostgreSQL with PostGIS, and how to get them. Sourced.

# --- Python ----------------------------------------------------------------------------------

python_serves() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

# The machine's own python3 first; then the versions that the locked packages have wheels for.
find_python() {
  local candidate
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.14 python3.11 /usr/bin/python3; do
    if command -v "$candidate" >/dev/null && python_serves "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# Debian ships python3 without what "python3 -m venv" needs.
python_makes_environments() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

environment_works() {
  [[ -x $PYTHON_HERE ]] && python_serves "$PYTHON_HERE" && "$PYTHON_HERE" -c 'import pip' >/dev/null 2>&1
}

# --- PostgreSQL ------------------------------------------------------------------------------

# Server binaries are looked for where packages put them, not on PATH, where a client or
# another program may bear the name "postgres".
postgres_folders() {
  printf '%s\n' "${POSTGRES_BIN:-}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
    /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin | sort -rV
}

postgis_serves() {
  local control version
  control="$("$1/pg_config" --sharedir 2>/dev/null)/extension/postgis.control"
  [[ -f $control ]] || return 1
  version=$(sed -nE "s/^default_version *= *'([0-9]+)\.([0-9]+).*/\1 \2/p" "$control")
  ((${version% *} > 3 || (${version% *} == 3 && ${version#* } >= 3)))
}

# find_postgres [MAJOR]: the folder of the newest fit server, or of that very version.
find_postgres() {
  local folder major
  while IFS= read -r folder; do
    [[ -x $folder/initdb && -x $folder/pg_ctl && -x $folder/postgres ]] || continue
    major=$("$folder/postgres" --version | sed -nE 's/^[^0-9]*([0-9]+).*/\1/p')
    ((major >= 14)) || continue
    [[ -z ${1:-} || $major == "$1" ]] || continue
    if postgis_serves "$folder"; then printf '%s' "$folder"; return; fi
  done < <(postgres_folders)
  return 1
}

# --- Chromium --------------------------------------------------------------------------------

# The headless shell is the same engine without its windows: half the work for the same pages.
find_chromium() {
  local candidate
  if [[ -n ${CHROMIUM:-} ]]; then
    command -v "$CHROMIUM" || fail "CHROMIUM=« $CHROMIUM » n’est pas un programme."
    return
  fi
  for candidate in chromium-headless-shell chromium google-chrome google-chrome-stable; do
    if command -v "$candidate" >/dev/null; then command -v "$candidate"; return; fi
  done
  return 1
}

# --- Debian's packages -----------------------------------------------------------------------

# The newest PostGIS this distribution has, with the PostgreSQL it was built for.
postgis_package() {
  apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' | cut -d ' ' -f 1 | sort -V | tail -n 1
}

# missing_packages [code|tests]: one a line; "postgis" and "chromium" stand for names known once lists are read.
missing_packages() {
  local python
  if ! environment_works; then
    if ! python=$(find_python); then
      printf '%s\n' python3 python3-venv
    elif ! python_makes_environments "$python"; then
      printf '%s\n' python3-venv
    fi
  fi
  if [[ ${1:-} != code ]] && ! given_database && ! find_postgres >/dev/null; then printf '%s\n' postgis; fi
  if [[ ${1:-} == tests ]]; then
    if ! find_chromium >/dev/null; then printf '%s\n' chromium; fi
    # What drives the browser is a program of its own, which asks for this library.
    if command -v ldconfig >/dev/null && ! prints 'libatomic\.so\.1' ldconfig -p; then printf '%s\n' libatomic1; fi
  fi
}

# Debian has the headless shell apart; elsewhere the browser comes whole.
chromium_package() {
  local name
  for name in chromium-headless-shell chromium; do
    if [[ -n $(apt-cache search --names-only "^$name\$") ]]; then printf '%s' "$name"; return; fi
  done
}

# Exact names for a list read on standard input.
package_names() {
  local word name
  while IFS= read -r word; do
    name=$word
    if [[ $word == postgis ]]; then
      name=$(postgis_package)
      [[ -n $name ]] || name=postgresql-15-postgis-3
    elif [[ $word == chromium ]]; then
      name=$(chromium_package)
      [[ -n $name ]] || name=chromium
    fi
    printf '%s\n' "$name"
  done
}

apt_lists_are_old() {
  [[ -z $(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' -mtime -1 -print -quit 2>/dev/null) ]]
}

as_root() { if ((EUID == 0)); then "$@"; else sudo -n -- "$@"; fi; }

apt_install() {
  local folder=/etc/postgresql-common/createcluster.d ours
  export DEBIAN_FRONTEND=noninteractive
  if [[ "$*" == *postgresql* ]]; then
    # Debian's package would start a server of its own ("main"), which nobody asked for.
    # The order is withdrawn afterwards: another installation on this machine is not ours to rule.
    ours="$folder/90-atlas-ptce.conf"
    as_root mkdir -p "$folder"
    printf 'create_main_cluster = false\n' | as_root tee "$ours" >/dev/null
  fi
  local code=0
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" || code=$?
  if [[ -n ${ours:-} ]]; then as_root rm -f "$ours"; fi
  return "$code"
}

explain_and_stop() {
  local names
  names=$(printf '%s\n' "$@" | package_names | tr '\n' ' ')
  fail "il manque des paquets du système, et ce compte ne peut pas les installer." \
    "Sur Debian 12 ou plus, ou Ubuntu 24.04, un administrateur tape :" "" \
    "  apt-get update && apt-get install --no-install-recommends ${names% }" "" \
    "puis on relance la même commande. (Avec « sudo » sans mot de passe, tout se fait seul.)" \
    "Pour ne pas installer PostGIS : DATABASE_URL=postgresql://… désigne un serveur existant."
}

explain_elsewhere() {
  if [[ $(uname -s) == Darwin ]]; then
    fail "il manque : $*." "Sur macOS : brew install python@3.13 postgresql@17 postgis node" \
      "puis on relance la même commande."
  fi
  fail "il manque : $*, et cette machine n’a pas « apt-get »." \
    "Il faut Python 3.11 à 3.14 (avec venv), PostgreSQL 14 ou plus et PostGIS 3.3 ou plus" \
    "(ou DATABASE_URL=postgresql://… vers un serveur existant) ; pour les tests, Chromium."
}

# install_system [code|tests]: installs what is missing, or says what to type and stops.
install_system() {
  local missing=() word
  while IFS= read -r word; do missing+=("$word"); done < <(missing_packages "${1:-}")
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || explain_elsewhere "${missing[@]}"
  can_install "${missing[@]}" || explain_and_stop "${missing[@]}"
  # Comforts that come along when something is installed anyway.
  command -v make >/dev/null || missing+=(make)
  [[ -e /etc/ssl/certs/ca-certificates.crt ]] || missing+=(ca-certificates)
  step "system-${1:-run}" "Paquets du système (${missing[*]})" "$(date +%s)" / quietly install_packages "${missing[@]}"
  missing=()
  while IFS= read -r word; do missing+=("$word"); done < <(missing_packages "${1:-}")
  ((${#missing[@]} == 0)) || fail "après l’installation, il manque encore : ${missing[*]}." \
    "Cette distribution est peut-être trop ancienne : Debian 12, Ubuntu 24.04 ou plus récent."
}

can_install() {
  ((EUID == 0)) && return
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null && return
  # A password can be asked for only where somebody is there to type it.
  [[ -t 0 && -t 1 ]] || return 1
  say "Des paquets du système manquent : $*. « sudo » va demander votre mot de passe."
  sudo -v
}

install_packages() {
  local names=() word
  if apt_lists_are_old; then as_root apt-get update -q; fi
  if [[ " $* " == *" chromium "* && -z $(chromium_package) ]]; then
    say "Cette distribution n’a pas de paquet « chromium » : installez Chromium ou Chrome, puis CHROMIUM=/chemin/du/programme bin/test."
    return 1
  fi
  while IFS= read -r word; do names+=("$word"); done < <(printf '%s\n' "$@" | package_names)
  apt_install "${names[@]}" && return
  # Old lists name files that the mirror has replaced: read them again, once.
  as_root apt-get update -q
  apt_install "${names[@]}"
}
