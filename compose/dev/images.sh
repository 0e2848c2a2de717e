# The images of the development stack, for dev.sh: one tag a checkout and a state, so that neither another branch's nor
# another clone's is ever taken for this one's.

# state FOLDERS: names what decides over the images: manifests, settings and the pipeline, and folders whose sources an
# image holds. What is mounted does not count.
state() {
  checkout=$(printf %s "$root" | cksum)
  (
    cd "$root"
    cat package.json bun.lock bunfig.toml turbo.json tsconfig.json apps/*/package.json packages/*/package.json \
      apps/*/tsconfig.json packages/*/tsconfig.json apps/web/*.mjs dagger/src/*.ts
    [ $# -eq 0 ] || find "$@" -name node_modules -prune -o -name dist -prune -o -type f -print | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat
  ) | cksum | { read -r sum size && printf %s-%s-%s "${checkout%% *}" "$sum" "$size"; }
}

# Which folders the containers mount, by the numbers that the disk has for them: one that was removed and made again, as by
# git, is another one, and a container that mounts the first sees nothing of it. Compose replaces it as the number changes.
mounted_folders() {
  sed -n 's/^ *- \(&[a-z]* \)\{0,1\}\(\.[^:]*\):\/.*/\2/p' "$root/compose/dev.yml" | LC_ALL=C sort -u | (
    cd "$root/compose"
    while read -r folder; do
      ls -di "$folder" 2>/dev/null || :
    done
  ) | sed 's/^ *\([0-9]*\) .*/\1/' | cksum | cut -d ' ' -f 1
}

# The tag of an image in the present state.
tag() {
  case $1 in
    supabase) echo "$FLIPDOCS_DEV_SUPABASE" ;;
    *) echo "$FLIPDOCS_DEV_IMAGES" ;;
  esac
}

# The function of the pipeline that makes a service's image.
pipeline() {
  case $1 in
    web | api) echo "call $1 dev" ;;
    proxy | supabase) echo "call build-$1" ;;
    redis) echo "core container from --address $(sed -n 's/^ *redis: "\(.*\)",$/\1/p' "$root/dagger/src/images.ts")" ;;
    *) say "there is no service $1: use $services" && return 1 ;;
  esac
}

# build IMAGE: makes it under the tag of the present state.
build() {
  say "building flipdocs-dev/$1"
  # shellcheck disable=SC2046 # a function's name and its arguments
  sh "$root/daggerw" $(pipeline "$1") export-image --name "flipdocs-dev/$1:$(tag "$1")" >/dev/null
}

# Makes what is not there. The first one sets up whatever the pipeline needs, then all others are made at once.
build_missing() {
  missing=
  for image in proxy redis supabase api web; do
    [ -n "$(docker image ls --quiet "flipdocs-dev/$image:$(tag "$image")" 2>/dev/null)" ] || missing="$missing $image"
  done
  # shellcheck disable=SC2086 # names
  set -- $missing
  [ $# -gt 0 ] || return 0
  build "$1"
  shift
  builds=
  for image; do
    build "$image" &
    builds="$builds $!"
  done
  for pid in $builds; do
    wait "$pid" || failed=1
  done
  [ -z "${failed:-}" ] || { say "an image could not be made, see above; the stack is as it was" && return 1; }
}

# Lets go of this checkout's images of other states: their layers stay in Docker's cache, where the next build finds them.
let_go_of_old_images() {
  for image in proxy redis supabase api web; do
    docker image ls --format '{{.Repository}}:{{.Tag}}' "flipdocs-dev/$image" | while read -r name; do
      case $name in
        *":$(tag "$image")") ;;
        *":${FLIPDOCS_DEV_IMAGES%%-*}-"*) docker image rm "$name" >/dev/null 2>&1 || : ;;
      esac
    done
  done
}
