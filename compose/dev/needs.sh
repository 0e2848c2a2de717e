# What the development stack needs of the machine, for dev.sh: each says what is missing, and ends it.

need_mountable_name() {
  case $root in
    *:*) say "$root has a colon, at which Docker ends the name of what is mounted: move the checkout" && exit 1 ;;
  esac
}

# docs/production.md has COMPOSE_FILE exported for a whole shell: nothing of that stack is to be touched from here.
need_own_stack() {
  case ${COMPOSE_FILE:-} in
    '' | *dev.yml*) ;;
    *)
      say "COMPOSE_FILE=$COMPOSE_FILE is another stack, without compose/dev.yml. Type: unset COMPOSE_FILE COMPOSE_ENV_FILES COMPOSE_PROJECT_NAME"
      exit 1 ;;
  esac
}

need_compose() {
  version=$(docker compose version --short 2>/dev/null) || version=none
  case ${version#v} in
    none | [01].* | 2.[0-9].* | 2.1[0-9].* | 2.2[0-3].*)
      say "Docker Compose 2.24 or newer is needed, and there is $version: https://docs.docker.com/compose/install/" && exit 1 ;;
  esac
}

# Where containers cannot mount the sources, they would start and find nothing.
need_shared_files() {
  # A mount is a line of CSV, where a quote is written twice.
  source=$(printf %s "$here" | sed 's/"/""/g')
  if ! probe=$(docker create --mount "type=bind,\"source=$source\",target=/checkout,readonly" "flipdocs-dev/redis:$(tag redis)" 2>&1); then
    case $probe in
      *"source path does not exist"*)
        say "Docker does not see $root: it runs on another machine, or this is a container that has nothing but its socket."
        say "Type npm run dev where Docker runs, or in .devcontainer, which brings a Docker of its own." ;;
      *) say "a container cannot mount $here: $probe" ;;
    esac
    exit 1
  fi
  docker rm "$probe" >/dev/null
}
