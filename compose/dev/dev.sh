#!/bin/sh
# The development stack, for `npm run dev`:
#
#   npm run dev                    builds what is missing through the pipeline, and starts everything
#   npm run dev debug              the same, with debuggers' ports open (compose/dev/debug.yml)
#   npm run dev logs web           follows one service's log (without a name: all of them)
#   npm run dev rebuild web        makes one service's image anew, and replaces it
#   npm run dev sql 'select …'     asks the local Supabase's database; without words, reads what comes in
#   npm run dev down               stops; `down --volumes` forgets books and accounts, too
#
# COMPOSE_FILE, as Docker knows it, puts other files over compose/dev.yml; compose/dev/.env holds a person's own settings.
# Anything else is given to `docker compose -f compose/dev.yml`: npm run dev ps, npm run dev -- exec api bash …
set -eu

here=$(CDPATH='' cd -- "${0%/*}" && pwd)
root=${here%/compose/dev}
services="web, api, supabase, proxy or redis"
say() { printf 'dev: %s\n' "$1" >&2; }

# The images are made for this machine, whatever others are to be for.
unset DOCKER_DEFAULT_PLATFORM

# shellcheck source=compose/dev/needs.sh
. "$here/needs.sh"
# shellcheck source=compose/dev/images.sh
. "$here/images.sh"
# shellcheck source=compose/dev/reasons.sh
. "$here/reasons.sh"

need_mountable_name
need_own_stack
export COMPOSE_FILE="${COMPOSE_FILE:-$root/compose/dev.yml}"
[ ! -e "$here/.env" ] || export COMPOSE_ENV_FILES="${COMPOSE_ENV_FILES:-$here/.env}"
FLIPDOCS_DEV_IMAGES=$(state)
FLIPDOCS_DEV_SUPABASE=$(state packages/supabase packages/contract)
FLIPDOCS_DEV_FOLDERS=$(mounted_folders)
export FLIPDOCS_DEV_IMAGES FLIPDOCS_DEV_SUPABASE FLIPDOCS_DEV_FOLDERS

# start OPTIONS: starts services and waits for them; where one fails, says which and why.
start() {
  tell_what_is_slow &
  teller=$!
  trap 'kill $teller 2>/dev/null || :' EXIT
  docker compose up --detach --wait "$@" || { give_reasons && exit 1; }
}

up() {
  build_missing
  need_compose
  need_shared_files
  sh "$root/compose/monitoring/readable.sh"
  start --remove-orphans "$@"
  let_go_of_old_images
  # Compiled before somebody waits for it.
  docker compose exec -T web node -e 'fetch("http://localhost:3000/").catch(() => {})' || :
  # By this name: on others browsers refuse the session's cookie, which wants HTTPS or localhost.
  port=$(docker compose port proxy 8080)
  warn_of_another "${port##*:}"
  say "http://localhost:${port##*:}"
}

command=${1:-up}
[ $# -eq 0 ] || shift
case $command in
  help | --help | -h) sed -n '2,/^set /s/^# \{0,1\}//p' "$here/dev.sh" ;;
  up) up "$@" ;;
  debug)
    COMPOSE_FILE=$COMPOSE_FILE${COMPOSE_PATH_SEPARATOR:-:}$here/debug.yml
    up "$@"
    say "API: $(docker compose port api 6499), path /flipdocs; web: $(docker compose port web 9229)"
    ;;
  rebuild)
    [ $# -gt 0 ] || { say "which service? $services" && exit 1; }
    pipeline "$1" >/dev/null
    build "$1"
    start --no-deps --force-recreate "$1"
    ;;
  sql) docker compose exec -T supabase bun dist/bin/sql.js "$@" ;;
  logs)
    # Compose follows the log of a service that there is not without a word.
    all_known "$@" || exit 1
    docker compose logs --follow --tail 100 "$@"
    ;;
  *) docker compose "$command" "$@" || { code=$? && all_known "$@" || :; exit $code; } ;;
esac
