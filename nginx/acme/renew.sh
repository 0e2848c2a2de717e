#!/bin/sh
# Keeps the proxy's certificate current: self-signed until ACME_DOMAINS has one, and renewed when a third of its life
# is left. The proxy reads the file at each handshake, so laying it down is all there is to do.
#   ACME_DOMAINS   names, separated by commas; empty: self-signed for good
#   ACME_EMAIL     whom the authority may write to
#   ACME_SERVER    the authority's directory; by default Let's Encrypt
#   ACME_CHECK_SECONDS, ACME_RETRY_SECONDS   how often to look, and when first to try again after a failure
set -eu
umask 077

site=/tls/site.pem
state=/acme
domains=$(printf %s "${ACME_DOMAINS:-}" | tr , ' ')
check_seconds=${ACME_CHECK_SECONDS:-3600}
retry_seconds=${ACME_RETRY_SECONDS:-60}

log() { printf '{"time":"%s","level":"%s","message":"%s"}\n' "$(date -u +%FT%TZ)" "$1" "$2"; }

# lay KEY CHAIN: in one step, so that nobody ever reads a key of one certificate and the chain of another.
lay() {
  cat "$1" "$2" >"$site.new"
  mv "$site.new" "$site"
}

self_signed() {
  name=${domains%% *}
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 365 -quiet \
    -keyout /tmp/key.pem -out /tmp/chain.pem -subj "/CN=${name:-localhost}" \
    -addext "subjectAltName=DNS:${name:-localhost}" -addext extendedKeyUsage=serverAuth
  lay /tmp/key.pem /tmp/chain.pem
  rm /tmp/key.pem /tmp/chain.pem
  log info "laid down a self-signed certificate"
}

seconds() { date -d "$(openssl x509 -in "$site" -noout "-$1date" | cut -d= -f2)" +%s; }

is_old() {
  start=$(seconds start) end=$(seconds end)
  [ $((end - $(date +%s))) -lt $(((end - start) / 3)) ]
}

is_self_signed() {
  [ "$(openssl x509 -in "$site" -noout -subject_hash)" = "$(openssl x509 -in "$site" -noout -issuer_hash)" ]
}

is_for() { openssl x509 -in "$site" -noout -checkhost "$1" | grep -q 'does match'; }

is_due() {
  if is_self_signed || is_old; then return 0; fi
  for domain in $domains; do is_for "$domain" || return 0; done
  return 1
}

obtain() {
  set -- --accept-tos --email "${ACME_EMAIL:?say whom the authority may write to}" --path "$state" \
    --server "${ACME_SERVER:-https://acme-v02.api.letsencrypt.org/directory}" --http --http.port :8888
  for domain in $domains; do set -- "$@" --domains "$domain"; done
  lego "$@" run || return 1
  name=$(printf %s "${domains%% *}" | tr '*' _)
  lay "$state/certificates/$name.key" "$state/certificates/$name.crt"
  log info "laid down a certificate of the authority for $domains"
}

# A signal ends the pause, and so the client, at once.
pause() {
  sleep "$1" &
  wait $!
}
trap 'exit 0' TERM INT

openssl x509 -in "$site" -noout -checkend 0 >/dev/null 2>&1 || self_signed
wait_seconds=$retry_seconds
while :; do
  if [ -z "$domains" ]; then
    if is_old; then self_signed; fi
    pause "$check_seconds"
  elif ! is_due; then
    wait_seconds=$retry_seconds
    pause "$check_seconds"
  elif ! obtain; then
    # Authorities count failures: twice as long each time, an hour at most.
    log error "no certificate for $domains; trying again in $wait_seconds s"
    pause "$wait_seconds"
    wait_seconds=$((wait_seconds * 2))
    if [ "$wait_seconds" -gt 3600 ]; then wait_seconds=3600; fi
  fi
done
