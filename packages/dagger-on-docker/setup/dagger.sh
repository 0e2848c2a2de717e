# Finds the pinned Dagger CLI and an engine for it. Sourced by daggerw, which has `version` and `cache`.
# shellcheck shell=sh disable=SC2034,SC2154

engine_image=registry.dagger.io/engine:$version
# Closed networks are common: a host that has not answered by then is taken for unreachable.
patience=3

# fetch URL FILE [LIMIT]: LIMIT is in seconds, for the whole transfer.
fetch() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --connect-timeout "$patience" ${3:+--max-time "$3"} \
      --output "$2" "$1" 2>/dev/null
  elif command -v wget >/dev/null; then
    wget --quiet --tries=1 --timeout="$patience" --output-document="$2" "$1"
  else
    return 1
  fi
}

# A registry that answers with "unauthorized" answers.
registry_answers() {
  command -v curl >/dev/null || return 1
  curl --silent --output /dev/null --max-time "$patience" "https://${engine_image%%/*}/v2/" 2>/dev/null
}

engine_can_be_had() {
  [ -z "${_EXPERIMENTAL_DAGGER_RUNNER_HOST:-}" ] || return 0
  docker image inspect "$engine_image" >/dev/null 2>&1 && return
  registry_answers && return
  reason="${engine_image%%/*} cannot be reached"
  return 1
}

is_pinned_cli() { [ -x "$1" ] && "$1" version 2>/dev/null | grep -q "^dagger $version "; }

checksum_matches() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | grep -q "^$2 "
}

download_cli() {
  case $(uname -m) in x86_64 | amd64) arch=amd64 ;; *) arch=arm64 ;; esac
  archive=dagger_${version}_$(uname -s | tr '[:upper:]' '[:lower:]')_$arch.tar.gz
  source=https://dl.dagger.io/dagger/releases/${version#v}
  scratch
  reason="the dagger CLI cannot be downloaded from dl.dagger.io"
  fetch "$source/checksums.txt" "$partial/checksums.txt" "$patience" || return 1
  say "downloading the dagger CLI $version"
  fetch "$source/$archive" "$partial/$archive" || return 1
  sum=$(grep " $archive\$" "$partial/checksums.txt" | cut -d' ' -f1)
  if [ -z "$sum" ] || ! checksum_matches "$partial/$archive" "$sum"; then
    fail "$archive does not have the published checksum: it is not used" "Run the same command again; if it stays, tell someone."
  fi
  tar -xzf "$partial/$archive" -C "$partial" dagger || return 1
  rm -rf "$cache/dagger-$version"
  mkdir -p "$cache/dagger-$version"
  mv "$partial/dagger" "$cache/dagger-$version/dagger"
  rm -rf "$partial"
}

# Sets `dagger`, or `reason`. The engine is asked for first: it is the one that is more often missing.
find_dagger() {
  engine_can_be_had || return 1
  for dagger in "$(command -v dagger || :)" "$cache/dagger-$version/dagger"; do
    is_pinned_cli "$dagger" && return
  done
  download_cli
}
