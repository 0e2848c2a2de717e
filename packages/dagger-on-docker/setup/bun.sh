# Bun and the packages of bun.lock. Sourced by daggerw, which has `lock`, `cache`, `bun_version` and `stamp`.
# shellcheck shell=sh disable=SC2154

install_bun() {
  command -v npm >/dev/null || fail "Bun $bun_version is not installed, and there is no npm to install it with" \
    "Type: curl -fsSL https://bun.com/install | bash -s bun-v$bun_version" \
    "or install Node.js 20 or newer with npm, and run the same command again."
  say "installing Bun $bun_version from npm into $cache"
  scratch
  npm install --prefix "$partial" --no-audit --no-fund --loglevel=error "bun@$bun_version" >&2 ||
    fail "Bun $bun_version could not be installed from npm" "Check the network and npm's registry: npm config get registry"
  rm -rf "$cache/bun-$bun_version"
  mv "$partial" "$cache/bun-$bun_version"
  find_bun || fail "npm's Bun $bun_version does not run on this machine" "Install it by hand, and put it in PATH."
}

# Bun replaces a folder of node_modules as a whole, and the stamp comes last: an interrupted run is done again.
install_packages() {
  say "installing the packages of bun.lock into node_modules"
  (cd "${lock%/*}" && "$bun" install --frozen-lockfile >&2) ||
    fail "The packages of bun.lock could not be installed" "Type: cd '${lock%/*}' && bun install --frozen-lockfile"
  : >"$stamp"
}
