#!/bin/sh
# Makes the folder of secrets: passwords for Redis and for Grafana's admin, and the keys of Supabase from the environment.
# What is there stays as it is.
#   SUPABASE_PUBLISHABLE_KEY=… SUPABASE_SECRET_KEY=… compose/prod/secrets.sh [folder]
set -eu
folder=${1:-$(dirname "$0")/secrets}

# keep NAME VALUE: the folder keeps others on the host out; inside of containers the services' users have to read.
keep() {
  [ -s "$folder/$1" ] && return
  if [ -z "$2" ]; then
    echo "$folder/$1 is missing: set $3 and call this again." >&2
    exit 1
  fi
  printf %s "$2" >"$folder/$1"
  chmod 444 "$folder/$1"
}

password() { od -An -tx1 -N32 /dev/urandom | tr -d ' \n'; }

mkdir -p "$folder"
chmod 700 "$folder"
keep redis_password "$(password)" ""
# As the exporter of monitoring.yml reads it.
keep redis_exporter_passwords "{\"redis://redis:6379\": \"$(cat "$folder/redis_password")\"}" ""
keep grafana_password "$(password)" ""
keep supabase_publishable_key "${SUPABASE_PUBLISHABLE_KEY:-}" SUPABASE_PUBLISHABLE_KEY
keep supabase_secret_key "${SUPABASE_SECRET_KEY:-}" SUPABASE_SECRET_KEY
