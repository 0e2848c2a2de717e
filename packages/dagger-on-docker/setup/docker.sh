# A Docker with BuildKit that answers. Sourced by daggerw, which has `cache`.
# shellcheck shell=sh disable=SC2154

is_root() { [ "$(id -u)" = 0 ]; }

# Sets `docker` to the first client in PATH that can build with BuildKit. Podman has a word `buildx`, too, and no BuildKit.
find_docker() {
  if [ -n "${DOCKER_BIN:-}" ]; then
    docker=$(command -v "$DOCKER_BIN") || fail "DOCKER_BIN is $DOCKER_BIN, which is not there" "Name Docker's client by it."
    return
  fi
  folders=$PATH:
  while [ -n "$folders" ]; do
    docker=${folders%%:*}/docker
    folders=${folders#*:}
    [ -x "$docker" ] || continue
    case $("$docker" buildx version 2>/dev/null) in *buildx*) return ;; esac
  done
  return 1
}

# Asks the daemon; `answer` is what it said where it refused.
docker_answers() {
  answer=$("$docker" version --format '{{.Server.Version}}' 2>&1) && return
  answer=${answer#"
"}
  return 1
}

# Images have a health check with --start-interval, which Docker has since version 25.
need_recent_docker() {
  server=$(printf '%s\n' "$answer" | tail -n 1)
  case ${server%%.*} in '' | *[!0-9]*) return ;; esac # a build of somebody's own
  [ "${server%%.*}" -ge 25 ] ||
    fail "Docker $server is too old: 25 or newer is needed" "Install it: https://docs.docker.com/engine/install/"
}

# Sets `packages` for this distribution, or fails. Debian 12 has no BuildKit client of its own.
choose_packages() {
  ID='' ID_LIKE='' VERSION_CODENAME=''
  # shellcheck disable=SC1091
  [ -r /etc/os-release ] && . /etc/os-release
  case "$VERSION_CODENAME $ID $ID_LIKE" in
    bookworm\ debian*) packages='docker.io/trixie docker-cli/trixie docker-buildx/trixie docker-compose/trixie' ;;
    *ubuntu*) packages='docker.io docker-buildx docker-compose-v2' ;;
    *debian*) packages='docker.io docker-cli docker-buildx docker-compose' ;;
    *) return 1 ;;
  esac
}

# Trixie's packages beside bookworm's, pinned so low that only what is asked for by name comes from there.
add_trixie() {
  say "adding Debian trixie to the package sources, pinned low: bookworm's own Docker is too old"
  printf '%s\n' 'Package: *' 'Pin: release n=trixie' 'Pin-Priority: 100' >/etc/apt/preferences.d/flipdocs-trixie
  printf '%s\n' 'Types: deb' 'URIs: http://deb.debian.org/debian' 'Suites: trixie' 'Components: main' \
    'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg' >/etc/apt/sources.list.d/flipdocs-trixie.sources
}

install_docker() {
  choose_packages || fail "Docker with buildx is not installed" "Install it: https://docs.docker.com/engine/install/"
  is_root || fail "Docker with buildx is not installed, and only root may install it" \
    "Type: sudo apt-get install ${packages%% *} docker-buildx, or run this once as root."
  case $packages in */trixie*) [ -e /etc/apt/sources.list.d/flipdocs-trixie.sources ] || add_trixie ;; esac
  say "installing Docker with apt-get: $packages"
  # shellcheck disable=SC2086 # a list of packages
  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    ca-certificates iptables $packages; } >"$cache/apt.log" 2>&1 ||
    fail "apt-get could not install Docker" "$(tail -n 5 "$cache/apt.log")" "Type: apt-get install $packages"
  find_docker || fail "Docker was installed, but has no buildx" "Type: apt-get install docker-buildx"
}

start_docker() {
  [ -z "${DOCKER_HOST:-}" ] || fail "Docker at DOCKER_HOST=$DOCKER_HOST does not answer" "$answer" \
    "Start what it stands for, or unset DOCKER_HOST for the Docker of this machine."
  context=$("$docker" context show 2>/dev/null) || context=
  case $context in
    '' | default) ;;
    *) fail "Docker's context $context does not answer" "$answer" "Start what it stands for, or choose another: unset DOCKER_CONTEXT, or docker context use default" ;;
  esac
  case $answer in *"permission denied"*)
    user=$(id -un 2>/dev/null || id -u)
    fail "Docker runs, but $user may not use it" "Type: sudo usermod -aG docker $user, then sign in again." ;;
  esac
  # Another one beside a Docker that refuses the client, for DOCKER_API_VERSION or DOCKER_TLS_VERIFY say, would not help.
  case $answer in *"daemon "*running*) ;; *) fail "Docker's client and its daemon do not understand each other" "$answer" "See which settings it has: env | grep DOCKER; docker version" ;; esac
  [ "$(uname -s)" = Linux ] || fail "Docker does not run" "Start Docker Desktop, then run the same command again."
  is_root || fail "Docker does not run" "Type: sudo systemctl start docker"
  if [ -d /run/systemd/system ]; then
    say "starting Docker with systemctl"
    systemctl start docker || fail "Docker does not start" "Type: journalctl -u docker"
  else
    say "starting dockerd in the background (log: $cache/dockerd.log)"
    # It outlives this call, and so must what it stands on: no folder for a call's own files.
    (cd / && unset TMPDIR && exec setsid dockerd) </dev/null >>"$cache/dockerd.log" 2>&1 &
    daemon=$!
  fi
  wait_for_docker
}

wait_for_docker() {
  seconds=0
  until docker_answers; do
    seconds=$((seconds + 1))
    if [ "$seconds" -gt 60 ] || ! kill -0 "${daemon:-$$}" 2>/dev/null; then
      fail "Docker does not start" "$(tail -n 5 "$cache/dockerd.log" 2>/dev/null || :)" "$answer"
    fi
    sleep 1
  done
}

# Leaves a stamp with what the next call can check without starting a program.
set_up_docker() {
  make_cache
  find_docker || install_docker
  docker_answers || start_docker
  need_recent_docker
  # The client's own words for where Docker is: DOCKER_HOST, or what `docker context use` has chosen.
  socket=$("$docker" context inspect --format '{{.Endpoints.docker.Host}}') || socket=
  case $socket in unix://*) socket=${socket#unix://} ;; *) socket= ;; esac
  printf '%s\n' "DOCKER_HOST=${DOCKER_HOST:-} DOCKER_CONTEXT=${DOCKER_CONTEXT:-}" "$socket" >"$cache/docker.$$"
  mv "$cache/docker.$$" "$cache/docker"
}
