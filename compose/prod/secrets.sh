#!/bin/sh
# Makes the folder of secrets: passwords for Redis and for Grafana's admin, and the keys of Supabase from the environment.
# What is there stays as it is. After a file was changed by hand: call it again, then `docker compose up -d`.
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
keep grafana_password "$(password)" ""
keep supabase_publishable_key "${SUPABASE_PUBLISHABLE_KEY:-}" SUPABASE_PUBLISHABLE_KEY
keep supabase_secret_key "${SUPABASE_SECRET_KEY:-}" SUPABASE_SECRET_KEY

# For the monitoring: the password as JSON has it, without white space at its end, as Redis and the API read it.
password=$(cat "$folder/redis_password")
password=${password%"${password##*[![:space:]]}"}
json=$(printf %s "$password" | od -An -v -tu1 | LC_ALL=C awk '{
  for (i = 1; i <= NF; i++) printf($i < 32 ? "\\u%04x" : $i == 34 || $i == 92 ? "\\%c" : "%c", $i + 0)
}')
rm -f "$folder/redis_exporter_passwords"
printf '{"redis://redis:6379": "%s"}\n' "$json" >"$folder/redis_exporter_passwords"
chmod 444 "$folder/redis_exporter_passwords"

# A bundle has no monitoring beside it.
[ ! -x "$(dirname "$0")/../monitoring/readable.sh" ] || "$(dirname "$0")/../monitoring/readable.sh"

# For Compose, which does not look into files.
version=$(cat "$folder/redis_password" "$folder/supabase_publishable_key" "$folder/supabase_secret_key" | cksum)
echo "SECRETS_VERSION=${version%% *}" >"$folder/version.env"
