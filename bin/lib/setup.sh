# shellcheck shell=bash
# The set-up: from whatever the machine has to a filled database. Sourced.
# shellcheck source=bin/lib/system.sh
source "$ROOT/bin/lib/system.sh"
# shellcheck source=bin/lib/cluster.sh
source "$ROOT/bin/lib/cluster.sh"

# set_up [tests]: every step whose inputs changed since it was last done, in order.
set_up() {
  local wanted=${1:-} began
  began=$(milliseconds)
  say "Mise en place de l’Atlas des PTCE"
  lock_setup
  install_system "$wanted"
  install_python
  if [[ $wanted == tests ]]; then install_test_tools; fi
  if ! given_database; then
    prepare_cluster
  fi
  check_database "$wanted"
  # The screens need no database and the database no screens: two cores, half a minute saved.
  beside prepare_screens
  fill_database
  join
  unlock_setup
  if ((STEPS_DONE)); then
    say "  Tout est prêt ($(elapsed "$began"))."
  else
    say "  Tout était déjà en place ($(elapsed "$began"))."
  fi
}

# --- Python ----------------------------------------------------------------------------------

install_python() {
  local interpreter
  if ! environment_works; then
    interpreter=$(find_python) || fail "aucun Python 3.11 à 3.14 n’a été trouvé." \
      "Installez-en un, ou indiquez-le : PYTHON=/chemin/de/python3 bin/setup"
    rm -f "$STATE"/stamps/python*
    step python-venv "Environnement Python ($("$interpreter" -V 2>&1))" "$(date +%s)" / \
      quietly make_environment "$interpreter"
  fi
  step python "Paquets Python" "$(fingerprint requirements/base.txt -- "$("$PYTHON_HERE" -V)")" "$PYTHON_HERE" \
    quietly pip_install requirements/base.txt
}

install_test_tools() {
  step python-tests "Paquets Python des tests" "$(fingerprint requirements/dev.txt -- "$("$PYTHON_HERE" -V)")" \
    "$PYTHON_HERE" quietly pip_install requirements/dev.txt
}

make_environment() { "$1" -m venv --clear "$ROOT/.venv"; }

# Wheels only: nothing is compiled, and no package runs code of its own while it is installed.
pip_install() {
  "$PYTHON_HERE" -m pip install --no-input --progress-bar off --require-hashes --only-binary :all: -r "$1"
}

# --- Database --------------------------------------------------------------------------------

prepare_cluster() {
  cluster_locate
  if [[ -e $CLUSTER/furnished ]]; then
    cluster_borrow
  else
    step cluster "Base PostGIS du projet" "$(date +%s)" / make_cluster
  fi
}

make_cluster() { cluster_borrow; }

# Sets DATABASE_IDENTITY: the stamps below hold for that very database, not for its address.
check_database() {
  DATABASE_IDENTITY=$("$PYTHON_HERE" bin/lib/check_database.py ${1:+"$1"}) || exit 1
}

manage() { "$PYTHON_HERE" manage.py "$@"; }

fill_database() {
  local shape communes poles indicators loading
  # An emptied database has lost what the stamps of its folder say was done.
  if [[ $DATABASE_IDENTITY == *" empty" ]]; then rm -rf "$STATE/stamps/base"; fi
  DATABASE_IDENTITY=${DATABASE_IDENTITY% *}
  shape=$(fingerprint ./*/migrations requirements/base.txt accounts/custody.py -- \
    "$DATABASE_IDENTITY" "$(setting SITE_DATABASE_URL)")
  communes=$(fingerprint data/communes geo/loading -- "$shape")
  poles=$(fingerprint data/poles directory/record -- "$communes")
  indicators=$(fingerprint data/indicators coverage/indicators -- "$communes")
  step base/migrate "Tables de la base" "$shape" / quietly prepare_tables
  step base/communes "Communes, EPCI, départements, régions" "$communes" / openly manage load_communes --write
  step base/poles "Pôles" "$poles" / openly load_poles
  step base/indicateurs "Indicateurs officiels" "$indicators" / openly manage load_indicators --write
  loading=$(fingerprint tables web/dates.py -- "$communes")
  step base/appels "Appels (AMI et AAP)" \
    "$(fingerprint data/programme/appels.toml calls/models calls/management -- "$loading")" / \
    quietly manage load_calls --write
  step base/programme "Services, agenda, partenaires" \
    "$(fingerprint data/programme/{services,evenements,actualites,partenaires}.toml programme/models programme/management -- "$loading")" / \
    quietly manage load_programme --write
  step base/contacts "Contacts des régions" \
    "$(fingerprint data/contacts/contacts.jsonl programme/models/contacts.py programme/contacts -- "$loading")" / \
    quietly manage load_contacts --write
}

prepare_tables() {
  manage migrate --no-input
  give_site_account
}

# What the account that serves pages may do, once the tables are there. On a given server, an
# administrator makes that account first: without it, the site says at each start what it lacks.
give_site_account() {
  if given_database && [[ -z $(setting SITE_DATABASE_URL) ]]; then return; fi
  manage site_account --write
}

# Records edited in the administration since the last load keep their edits: the command then
# leaves with 2, the rest being written. That is said in full, and is no failure of the set-up.
load_poles() {
  local report code=0
  report=$(manage load_poles data/poles/poles.jsonl --write 2>&1) || code=$?
  if ((code)); then say "$report"; else sed -n '1p;$p' <<<"$report"; fi
  if ((code == 2)); then code=0; fi
  return "$code"
}

# --- Screens ---------------------------------------------------------------------------------

prepare_screens() {
  install_front_end
  collect_statics
}

# Node is there only to fetch: where the machine has none, a wheel carries it.
install_front_end() {
  if [[ ! -d node_modules/leaflet ]] && ! npm_works; then
    step node "Node.js (paquet Python)" "$(fingerprint requirements/node.txt)" .venv/bin/npm \
      quietly pip_install requirements/node.txt
  fi
  step front-end "Paquets de l’interface" "$(fingerprint package.json package-lock.json)" node_modules/leaflet \
    quietly npm_install
}

npm_works() { npm --version >/dev/null 2>&1; }

npm_install() {
  if ! npm_works; then export PATH="$ROOT/.venv/bin:$PATH"; fi
  npm ci --ignore-scripts --no-audit --no-fund
}

collect_statics() {
  step statics "Fichiers statiques" \
    "$(fingerprint assets ./*/static package-lock.json requirements/base.txt config/settings.py config/statics.py)" \
    staticfiles/staticfiles.json quietly manage collectstatic --no-input --clear
}
