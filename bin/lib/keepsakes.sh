# shellcheck shell=bash
# What no set-up makes again: the private database, deposited files, mails, keys, and what a
# restoration put aside of them. Sourced.

# shellcheck disable=SC2034 # told by those that source this
WORD=effacer

# dated FILES…: "12 fichiers, du 03/02/2026 au 26/11/2026" for the paths read from standard input.
dated() {
  local path count=0 oldest= newest=
  while IFS= read -r -d '' path; do
    count=$((count + 1))
    [[ -n $oldest && ! $path -ot $oldest ]] || oldest=$path
    [[ -n $newest && ! $path -nt $newest ]] || newest=$path
  done
  ((count)) || return 0
  printf '%d fichier%s, du %s au %s' "$count" "$( ((count == 1)) || printf s)" \
    "$(date -r "$oldest" +%d/%m/%Y)" "$(date -r "$newest" +%d/%m/%Y)"
}

# bases_aside: one line for each database of the project's cluster that a restoration took the place
# of, or that one that was stopped left; fails where the cluster cannot be asked.
bases_aside() {
  cluster_query "
    SELECT format('  %s (base %s) : %s, le %s',
      CASE WHEN datname ~ '_avant_' THEN 'mis de côté par une restauration'
           ELSE 'laissé par une restauration interrompue' END,
      datname,
      replace(regexp_replace(pg_size_pretty(pg_database_size(oid)), 'B$', 'o'), 'k', 'K'),
      to_char(to_date(substring(datname FROM '_(\\d{8})t\\d+z$'), 'YYYYMMDD'), 'DD/MM/YYYY'))
    FROM pg_database WHERE datname ~ '^atlas_(avant|restauree)_\\d{8}t\\d+z$' ORDER BY datname"
}

# keepsakes BASES: one line for each kind that there is, with how many and how old; BASES are the
# lines of those put aside in the private database.
keepsakes() {
  local name found path
  if [[ -d $ROOT/.postgres ]]; then
    found=$(du -sh "$(cat "$ROOT/.postgres/elsewhere" 2>/dev/null || printf '%s' "$ROOT/.postgres")" 2>/dev/null | cut -f 1 || true)
    printf '  base du projet, avec tout ce qui y a été saisi : %s, créée le %s\n' "${found:-taille inconnue}" \
      "$(date -r "$(first_of "$ROOT/.postgres/version" "$ROOT/.postgres/elsewhere" "$ROOT/.postgres")" +%d/%m/%Y)"
  fi
  [[ -z $1 ]] || printf '%s\n' "$1"
  for name in documents courriels; do
    # A link leads to a folder of the operator's choosing, as DOCUMENTS_DIR does: it is not ours.
    [[ -d $STATE/$name && ! -L $STATE/$name ]] || continue
    found=$(find "$STATE/$name" -type f ! -name '.base*' -print0 | dated)
    [[ -z $found ]] || printf '  %s (.run/%s) : %s\n' \
      "$([[ $name == documents ]] && printf 'documents déposés' || printf 'courriels en attente')" "$name" "$found"
  done
  while IFS= read -r -d '' path; do
    found=$(find "$path" -type f ! -name '.base*' -print0 | dated)
    printf '  mis de côté par une restauration (%s) : %s, %s\n' "${path#"$ROOT/"}" "$(weight "$path")" "${found:-vide}"
  done < <(put_aside)
  found=$(find "$STATE" -maxdepth 1 -type f -name 'secret_key*' ! -name '*.avant-*' -print0 2>/dev/null | dated)
  [[ -z $found ]] || printf '  clé de l’installation (.run/secret_key), sans laquelle les seconds facteurs ne se lisent plus : %s\n' "$found"
}

# put_aside: the paths of what a restoration took the place of, and of what one that was stopped
# left, each ended by a zero. Links lead elsewhere: they are not ours.
put_aside() {
  find "$STATE" -maxdepth 1 \( -name '*.avant-*' -o -name '.restauration-*' \) ! -type l -print0 2>/dev/null | sort -z
  find "$ROOT" -maxdepth 1 -type f -name '.env.avant-*' -print0
}

# weight PATH: "3,4 Mo" on the disk.
weight() {
  du -sh "$1" 2>/dev/null | cut -f 1 | sed -E 's/\./,/; s/([0-9])([A-Z]?)$/\1 \2o/'
}

first_of() {
  local path
  for path; do if [[ -e $path ]]; then printf '%s' "$path"; return; fi; done
}

remove_keepsakes() {
  local name
  for name in documents courriels; do [[ -L $STATE/$name ]] || rm -rf "${STATE:?}/$name"; done
  put_aside | xargs -0 -r rm -rf
  rm -f "$STATE"/secret_key* "$STATE"/{cluster.lock,setup.lock,cluster_is_borrowed,database_url}
  rmdir "$STATE" 2>/dev/null || true
}

# word_typed QUESTION: whether a person at a terminal answers with the word. Nothing else counts,
# neither an option nor a variable such as CI: nobody has read the list then.
word_typed() {
  local answer
  [[ -t 0 ]] || return 1
  read -r -p "$1" answer || return 1
  [[ $answer == "$WORD" ]]
}
