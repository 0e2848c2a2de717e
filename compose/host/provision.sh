#!/bin/sh
# Makes a bare Debian 12, 13 or Ubuntu machine ready for the first deploy: Docker, and a user who may reach it.
#
#   ssh root@HOST sh -s -- "'$(cat ~/.ssh/flipdocs.pub)'" <compose/host/provision.sh
#
# As cloud-init's user data, where no arguments are given, with the key written into the next line. A second run changes
# what is different, and no more. It prints the line that `--knownhosts` wants, so that no key is ever scanned.
set -eu

DEPLOY_KEY=${1:-${DEPLOY_KEY:-}}
DEPLOY_USER=${DEPLOY_USER:-deploy}
# How many connections one visitor may have to the site at once; 0 where a balancer brings all of them.
CONNECTIONS=${CONNECTIONS:-256}
firewall=/usr/local/sbin/flipdocs-firewall
configuration=/etc/docker/daemon.json

say() { printf 'provision: %s\n' "$1" >&2; }

# fail WHAT HINT...: says what went wrong and what to type, and ends.
fail() {
  say "$1"
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

check() {
  [ "$(id -u)" = 0 ] || fail "only root may set up a machine" "Type: sudo sh provision.sh 'ssh-ed25519 …'"
  case $DEPLOY_KEY in
    *PRIVATE*) fail "this is a private key: keep it" "Give the public one, the file that ends in .pub." ;;
    ssh-*\ * | ecdsa-*\ * | sk-*\ *) ;;
    *) fail "there is no public key for the user who deploys" \
      "Make one: ssh-keygen -t ed25519 -N '' -f ~/.ssh/flipdocs" "and give what ~/.ssh/flipdocs.pub holds: provision.sh 'ssh-ed25519 …'" ;;
  esac
  case $CONNECTIONS in
    '' | *[!0-9]*) fail "CONNECTIONS is \"$CONNECTIONS\", and not a number" "Say how many one visitor may have, or 0 for no limit." ;;
  esac
  ID='' VERSION_CODENAME=''
  # shellcheck disable=SC1091
  [ -r /etc/os-release ] && . /etc/os-release
  case "$ID $VERSION_CODENAME" in
    debian\ bookworm | debian\ trixie | ubuntu\ *) ;;
    *) fail "this is ${ID:-an unknown system} ${VERSION_CODENAME:-}, neither Debian 12 or 13 nor Ubuntu" \
      "Install Docker 25 or newer by hand; docs/production.md says what else a host needs." ;;
  esac
}

# Docker 25 or newer, whoever's package it is: a machine that has Docker's own keeps it.
docker_is_new_enough() {
  version=$(dockerd --version 2>/dev/null | sed -n 's/.*version \([0-9]*\)\..*/\1/p')
  [ "${version:-0}" -ge 25 ]
}

# Written before Docker is started for the first time. What runs in Swarm cannot say no-new-privileges for itself;
# logs that nobody bounds fill the disk; Swarm refuses live-restore.
wanted_configuration() {
  cat <<'JSON'
{
  "no-new-privileges": true,
  "live-restore": false,
  "log-driver": "json-file",
  "log-opts": { "max-size": "10m", "max-file": "5" }
}
JSON
}

configure_docker() {
  if [ -s "$configuration" ]; then
    [ "$(cat "$configuration")" = "$(wanted_configuration)" ] && return
    fail "$configuration is there already, and says something else" \
      "Write into it what is missing, or move it away, and run this again:" "$(wanted_configuration)"
  fi
  say "writing $configuration"
  mkdir -p "${configuration%/*}"
  wanted_configuration >"$configuration"
  changed=yes
}

apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >&2 || fail "apt-get $* failed" \
  "Check the machine's network and package sources, and run this again."; }

# Trixie's packages beside bookworm's, pinned so low that only what is asked for by name comes from there.
add_trixie() {
  say "adding Debian trixie to the package sources, pinned low: bookworm's own Docker is too old"
  printf '%s\n' 'Package: *' 'Pin: release n=trixie' 'Pin-Priority: 100' >/etc/apt/preferences.d/flipdocs-trixie
  printf '%s\n' 'Types: deb' 'URIs: http://deb.debian.org/debian' 'Suites: trixie' 'Components: main' \
    'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg' >/etc/apt/sources.list.d/flipdocs-trixie.sources
}

install_packages() {
  packages='ca-certificates iptables openssh-server'
  if ! docker_is_new_enough; then
    case "$ID $VERSION_CODENAME" in
      *\ bookworm) add_trixie && packages="$packages docker.io/trixie docker-cli/trixie" ;;
      debian\ *) packages="$packages docker.io docker-cli" ;;
      *) packages="$packages docker.io" ;;
    esac
  fi
  # shellcheck disable=SC2086 # a list of packages
  missing=$(for package in $packages; do
    dpkg-query -Wf '${Status}' "${package%/*}" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
  done)
  [ -n "$missing" ] || return 0
  say "installing with apt-get: $missing"
  apt_get update
  # shellcheck disable=SC2086
  apt_get install -y --no-install-recommends $missing
  docker_is_new_enough || fail "$(dockerd --version) is too old: Docker 25 or newer is needed" \
    "Install it from https://docs.docker.com/engine/install/, and run this again."
}

# Who is in the group docker is root on this machine, by way of Docker: the key is to be kept accordingly.
add_user() {
  id "$DEPLOY_USER" >/dev/null 2>&1 || {
    say "adding the user $DEPLOY_USER"
    useradd --create-home --shell /bin/sh "$DEPLOY_USER"
  }
  id -nG "$DEPLOY_USER" | grep -qw docker || usermod --append --groups docker "$DEPLOY_USER"
  home=$(getent passwd "$DEPLOY_USER" | cut -d: -f6)
  keys=$home/.ssh/authorized_keys
  grep -qxF "$DEPLOY_KEY" "$keys" 2>/dev/null && return
  say "letting the key of $DEPLOY_USER in"
  install -d -m 700 -o "$DEPLOY_USER" -g "$DEPLOY_USER" "$home/.ssh"
  printf '%s\n' "$DEPLOY_KEY" >>"$keys"
  chown "$DEPLOY_USER:" "$keys"
  chmod 600 "$keys"
}

# A deploy opens a connection for each question it asks, several at once: sshd drops some of them by its own limits.
configure_sshd() {
  file=/etc/ssh/sshd_config.d/flipdocs.conf
  wanted=$(printf '%s\n' 'PasswordAuthentication no' 'KbdInteractiveAuthentication no' 'MaxStartups 100' 'MaxSessions 100')
  [ "$(cat "$file" 2>/dev/null)" = "$wanted" ] && return
  say "writing $file: keys only, and many connections at once"
  printf '%s\n' "$wanted" >"$file"
  [ ! -d /run/systemd/system ] || systemctl reload ssh
}

# nginx counts requests, and not who opens two thousand connections and says nothing. They are counted before Docker sends
# them on, in a chain of our own: none of Docker's is touched. Who comes by IPv6 is a /64, as in nginx; whatever goes
# elsewhere from here, as containers do, is not counted.
wanted_firewall() {
  printf '#!/bin/sh\n# Written by provision.sh.\nset -eu\nconnections=%s\n' "$CONNECTIONS"
  cat <<'SH'
# limit PROGRAM PREFIX
limit() {
  mangle="$1 -w -t mangle"
  $mangle -N FLIPDOCS 2>/dev/null || $mangle -F FLIPDOCS
  [ "$connections" = 0 ] ||
    $mangle -A FLIPDOCS -m connlimit --connlimit-above "$connections" --connlimit-mask "$2" -j DROP
  coming="-p tcp --syn -m multiport --dports 80,443 -m addrtype --dst-type LOCAL"
  $mangle -C PREROUTING $coming -j FLIPDOCS 2>/dev/null || $mangle -A PREROUTING $coming -j FLIPDOCS
}
limit iptables 32
limit ip6tables 64
SH
}

# Before Docker, at each start.
wanted_unit() {
  printf '%s\n' '[Unit]' 'Description=How many connections a visitor may have to FlipDocs' 'Before=docker.service' '' \
    '[Service]' 'Type=oneshot' "ExecStart=$firewall" '' '[Install]' 'WantedBy=multi-user.target'
}

configure_firewall() {
  unit=/etc/systemd/system/flipdocs-firewall.service
  if [ "$(cat "$firewall" "$unit" 2>/dev/null)" != "$(wanted_firewall && wanted_unit)" ]; then
    say "writing $firewall: $CONNECTIONS connections of one visitor"
    wanted_firewall >"$firewall"
    chmod 755 "$firewall"
    wanted_unit >"$unit"
  fi
  [ ! -d /run/systemd/system ] || systemctl enable --quiet flipdocs-firewall
  "$firewall" 2>/dev/null || say "warning: the kernel does not count connections here: $firewall says why"
}

start_docker() {
  if [ ! -d /run/systemd/system ]; then
    say "systemd does not run here: start dockerd and sshd by hand"
  elif [ -n "${changed:-}" ]; then
    systemctl enable --quiet docker && systemctl restart docker
  else
    systemctl enable --quiet --now docker
  fi || fail "Docker does not start" "Type: journalctl -u docker"
}

check
configure_docker
install_packages
add_user
configure_sshd
configure_firewall
start_docker
say "ready. What --knownhosts wants, with this machine's address for HOST:"
sed 's/^\([^ ]* [^ ]*\).*/HOST \1/' /etc/ssh/ssh_host_ed25519_key.pub
