#!/bin/bash
# Comes before nginx and tells it what is a site's own: it writes /tmp/site/, which the configurations include. A value
# that means nothing, or could mean something else to nginx, is an error here and not a surprise later.
#   PUBLIC_ORIGIN      where browsers see the site; other names are sent there. Empty: every name is served
#   HTTPS_PORT         the host's port for HTTPS, which redirects and Alt-Svc name; 443
#   TRUSTED_BALANCERS  addresses or networks in front, separated by commas: their word for the visitor's address and
#                      scheme counts (X-Forwarded-For, X-Forwarded-Proto), and nobody else's
#   PROXY_PROTOCOL     on: these speak the PROXY protocol, so their word is its line, and headers are the visitor's
set -euo pipefail -f
shopt -s nocasematch
site=/tmp/site

refuse() {
  echo "The proxy cannot start: $1" >&2
  exit 1
}

TRUSTED_BALANCERS=${TRUSTED_BALANCERS:-}
origin=${PUBLIC_ORIGIN:-} port=${HTTPS_PORT:-443} protocol=${PROXY_PROTOCOL:-off}
# shellcheck disable=SC2206 # words, and no patterns: set -f
balancers=(${TRUSTED_BALANCERS//,/ })

label='[a-z0-9]([a-z0-9-]*[a-z0-9])?'
origin_shape="^https://((($label\\.)*$label)|\\[[0-9a-f:.]+\\])(:([1-9][0-9]{0,4}))?/?\$"
[[ -z $origin || ${#origin} -le 270 && $origin =~ $origin_shape && ${BASH_REMATCH[7]:-443} -le 65535 ]] ||
  refuse "PUBLIC_ORIGIN has to be like https://flipdocs.example or https://flipdocs.example:8443, its name in punycode."
host=${BASH_REMATCH[1]:-} origin=${origin%/}
# As redirects are compared with.
origin=${origin,,}
[[ $port =~ ^[1-9][0-9]{0,4}$ && $port -le 65535 ]] || refuse "HTTPS_PORT has to be a port, from 1 to 65535."
[[ $protocol =~ ^(on|off)$ ]] || refuse "PROXY_PROTOCOL has to be on or off."
no_network="TRUSTED_BALANCERS has to name addresses or networks, as in 10.0.0.0/8,2001:db8::/32."
for balancer in "${balancers[@]}"; do
  [[ $balancer =~ ^([0-9]+(\.[0-9]+){3}|[0-9a-f:.]*:[0-9a-f:.]*)(/(0|[1-9][0-9]{0,2}))?$ ]] || refuse "$no_network"
  # Half of a number would be everybody.
  [[ $balancer != */0 || $balancer =~ ^(0\.0\.0\.0|::)/ ]] || refuse "$no_network $balancer is everybody."
done
[[ $protocol = off || ${#balancers[@]} -gt 0 ]] ||
  refuse "PROXY_PROTOCOL is on, and nobody is trusted to speak it: say who in TRUSTED_BALANCERS."

suffix=$([[ $port = 443 ]] || echo ":$port")
proxied=$([[ $protocol = off ]] || echo ' proxy_protocol')

listen() {
  for address in '' "$([[ ! -e /proc/net/if_inet6 ]] || echo '[::]:')"; do
    echo "listen ${address}8080$proxied default_server;"
    echo "listen ${address}8443 ssl$proxied default_server;"
    # What speaks the PROXY protocol passes on TCP alone.
    [[ $protocol = on ]] || echo "listen ${address}8443 quic reuseport default_server;"
  done | sort -u
  # A balancer has requests of many visitors on one connection, and in HTTP/2 what cannot be read of one ends them all.
  echo "http2 $([[ ${#balancers[@]} -gt 0 && $protocol = off ]] && echo off || echo on);"
}

# Address literals and localhost are the host itself: a laptop, or the health check of a balancer.
names() {
  echo "map \$is_balancer \$port_suffix { default \"$suffix\"; 1 \"\"; }"
  if [[ -z $host ]]; then
    echo 'map $host $home { default ""; }'
    echo 'map $host $secure_origin { default https://$host$port_suffix; }'
  else
    # A backslash, since a name could be one of nginx' words.
    echo "map \$host \$home { default $origin; \\\\$host \"\"; \"~^localhost\$|^[0-9.]+\$|^\\[\" \"\"; }"
    echo "map \$host \$secure_origin { default https://\$host\$port_suffix; \\\\$host $origin; }"
  fi
  echo "map \$visitor_scheme\$is_balancer \$alt_svc { default \"\"; https0 'h3=\":$port\"; ma=86400'; }"
}

trust() {
  echo 'geo $realip_remote_addr $is_balancer {'
  echo 'default 0;'
  for balancer in "${balancers[@]}"; do echo "$balancer 1;"; done
  echo '}'
  for balancer in "${balancers[@]}"; do echo "set_real_ip_from $balancer;"; done
  if [[ $protocol = on ]]; then
    echo 'real_ip_header proxy_protocol;'
    echo 'map "$is_balancer $proxy_protocol_server_port" $visitor_scheme { default $scheme; "1 443" https; }'
  else
    [[ ${#balancers[@]} -eq 0 ]] || echo 'real_ip_header X-Forwarded-For; real_ip_recursive on;'
    echo 'map "$is_balancer $http_x_forwarded_proto" $visitor_scheme {'
    echo 'default $scheme; "~*^1 https(,|$)" https; "~*^1 http(,|$)" http; }'
  fi
}

# Docker's DNS knows who is there now; a name that was written into /etc/hosts is asked for there, once.
server() {
  if grep -qE "[[:space:]]$1([[:space:]]|\$)" /etc/hosts; then echo "server $1:$2 max_fails=0;"; else echo "server $1:$2 resolve max_fails=0;"; fi
}

# Where a request asks for the name itself: see routes.conf. What is in /etc/hosts nobody has to be asked for.
afresh() {
  echo "map \$host \$$1_afresh { default $(grep -q resolve "$site/$1.conf" && echo "$1:$2" || echo "$1_upstream"); }"
}

resolver() {
  while read -r key address _; do
    [[ $key != nameserver ]] || break
  done </etc/resolv.conf
  [[ $address != *:* ]] || address="[$address]"
  echo "resolver $address valid=$1 ipv6=off;"
}

mkdir -p "$site"
# What is an address only nginx knows.
{
  echo 'pid /tmp/nginx.pid; error_log stderr emerg; events {} http { include /etc/nginx/snippets/temp-paths.conf;'
  trust
  echo '}'
} >"$site/trust.conf"
said=$(nginx -t -q -e stderr -c "$site/trust.conf" 2>&1) || refuse "$no_network ${said%%$'\n'*}"
listen >"$site/listen.conf"
server web 3000 >"$site/web.conf"
server api 3001 >"$site/api.conf"
{
  trust
  names
  afresh web 3000
  afresh api 3001
} >"$site/http.conf"
resolver 1s >"$site/resolver.conf"
resolver 10m >"$site/resolver-before.conf"
exec "$@"
