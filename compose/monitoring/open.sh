#!/bin/sh
# Shows what watches a site in Swarm on this machine's loopback, through SSH, until it is interrupted:
# Grafana on 3003, Prometheus on 9090, Alertmanager on 9093.
#   compose/monitoring/open.sh deploy@203.0.113.7 [flipdocs-monitoring] [options of ssh]
set -eu
host=${1:?"Which host? compose/monitoring/open.sh deploy@203.0.113.7"}
stack=${2:-flipdocs-monitoring}
shift "$(($# < 2 ? $# : 2))"

# Nothing is published; but every task that reaches the outside has an address on a bridge of its host's, docker_gwbridge.
addresses=$(ssh "$@" "$host" sh -s "$stack" <<'LINES'
for service in grafana:3003:3000 prometheus:9090:9090 alertmanager:9093:9093; do
  name=${service%%:*}
  task=$(docker ps --quiet --filter "label=com.docker.swarm.service.name=$1_$name" | head -n 1)
  [ -n "$task" ] || { echo "$name does not run on this host: docker stack ps $1" >&2; continue; }
  sandbox=$(docker inspect --format '{{slice .NetworkSettings.SandboxID 0 12}}' "$task")
  address=$(docker network inspect docker_gwbridge \
    --format "{{range .Containers}}{{if eq .Name \"gateway_$sandbox\"}}{{.IPv4Address}}{{end}}{{end}}")
  ports=${service#*:}
  echo "-L 127.0.0.1:${ports%:*}:${address%/*}:${ports#*:}"
done
LINES
)
[ -n "$addresses" ] || exit 1
echo "Grafana: http://localhost:3003, Prometheus: http://localhost:9090, Alertmanager: http://localhost:9093" >&2
# shellcheck disable=SC2086 # a list of options
exec ssh -N $addresses "$@" "$host"
