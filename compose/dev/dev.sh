#!/bin/sh
# The development stack, for `npm run dev`:
#
#   npm run dev                    builds what is missing through the pipeline, and starts everything
#   npm run dev logs web           follows one service's log (without a name: all of them)
#   npm run dev rebuild web        makes one service's image anew, and replaces it
#   npm run dev down               stops; `down --volumes` forgets books and accounts, too
#
# COMPOSE_FILE, as Docker knows it, puts other files over compose/dev.yml.
# Anything else is given to `docker compose -f compose/dev.yml`: npm run dev ps, npm run dev -- exec api bash …
set -eu

root=$(cd "${0%/*}/../.." && pwd)
compose() { COMPOSE_FILE=${COMPOSE_FILE:-$root/compose/dev.yml} docker compose "$@"; }
say() { printf 'dev: %s\n' "$1" >&2; }

# The function of the pipeline that makes a service's image.
pipeline() {
  case $1 in
    web | api) echo "call $1 builder" ;;
    proxy | supabase) echo "call build-$1" ;;
    redis) echo "core container from --address $(sed -n 's/^ *redis: "\(.*\)",$/\1/p' "$root/dagger/src/images.ts")" ;;
    *) say "there is no service $1: use web, api, supabase, proxy or redis" && return 1 ;;
  esac
}

# Names the state of what decides over the images, sources apart: those are mounted.
state() {
  (cd "$root" && cat package.json bun.lock bunfig.toml apps/*/package.json packages/*/package.json dagger/src/*.ts) |
    cksum | tr ' ' -
}

# build IMAGE: makes it, marks it with the state, and lets go of the one before.
build() {
  name=flipdocs-dev/$1
  say "building $name"
  # shellcheck disable=SC2046 # a function's name and its arguments
  "$root/daggerw" $(pipeline "$1") export-image --name "$name:$(state)" >/dev/null
  docker tag "$name:$(state)" "$name:latest"
  docker image ls --format '{{.Repository}}:{{.Tag}}' "$name" | while read -r tag; do
    case $tag in *":$(state)" | *:latest) ;; *) docker image rm "$tag" >/dev/null || : ;; esac
  done
}

build_missing() {
  for image in redis supabase api web proxy; do
    [ -n "$(docker image ls --quiet "flipdocs-dev/$image:$(state)" 2>/dev/null)" ] || build "$image"
  done
}

up() {
  build_missing
  compose up --detach --wait --remove-orphans "$@"
  # By this name: on others browsers refuse the session's cookie, which wants HTTPS or localhost.
  port=$(compose port proxy 8080)
  say "http://localhost:${port##*:}"
}

command=${1:-up}
[ $# -eq 0 ] || shift
case $command in
  up) up "$@" ;;
  rebuild)
    pipeline "${1:?a service: web, api, supabase, proxy or redis}" >/dev/null
    build "$1"
    compose up --detach --wait --no-deps --force-recreate "$1"
    ;;
  logs) compose logs --follow --tail 100 "$@" ;;
  *) compose "$command" "$@" ;;
esac
