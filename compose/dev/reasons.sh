# Why the development stack does not start, for dev.sh.

# One line a container: service|status|exit code|health|error.
containers() {
  ids=$(docker compose ps --all --quiet)
  # shellcheck disable=SC2086 # ids
  [ -z "$ids" ] || docker inspect --format '{{index .Config.Labels "com.docker.compose.service"}}|{{.State.Status}}|{{.State.ExitCode}}|{{if .State.Health}}{{.State.Health.Status}}{{end}}|{{.State.Error}}' $ids
}

last_lines() { docker compose logs --no-log-prefix --tail "$2" "$1" 2>&1 | sed 's/^/  /' >&2; }

# The variable that moves a port: its value, or what the Compose files say without one.
variable_of_port() {
  sed -n 's/.*\${\([A-Z_]*PORT\):-\([0-9]*\)}.*/\1 \2/p' "$root/compose/dev.yml" "$here/debug.yml" |
    while read -r name default; do
      eval "value=\${$name:-$default}"
      [ "$value" != "$1" ] || echo "$name"
    done
}

# Docker takes a port of 127.0.0.1 alone, and browsers ask ::1 first: what listens there would answer in the stack's place.
warn_of_another() {
  connect='require("net").connect(+process.argv[1], "::1").on("connect", () => process.exit(0)).on("error", () => process.exit(1))'
  ! node -e "$connect" "$1" 2>/dev/null ||
    say "another program listens on [::1]:$1, which browsers ask first: FLIPDOCS_PORT=$(($1 + 1)) npm run dev"
}

# port_is_taken SERVICE ERROR: says so, where Docker's error is that.
port_is_taken() {
  case $2 in *"already allocated"* | *"already in use"*) ;; *) return 1 ;; esac
  port=$(printf %s "$2" | sed -n 's/.*[0-9]:\([0-9][0-9]*\)[: ].*/\1/p')
  variable=$(variable_of_port "$port")
  say "port $port, wanted for $1, is taken. Give another one: ${variable:-its variable}=$((port + 1)) npm run dev"
}

# Names each service that failed, with its last lines.
give_reasons() {
  containers | while IFS='|' read -r service status code health error; do
    if [ -n "$error" ]; then
      port_is_taken "$service" "$error" || say "$service does not start: $error"
    elif [ "$status" = exited ]; then
      say "$service ended with exit code $code. Its last lines:"
      last_lines "$service" 20
    elif [ "$health" = unhealthy ]; then
      say "$service runs, and does not become healthy. Its last lines:"
      last_lines "$service" 20
    fi
  done
}

# While the stack starts: after a while, what is being waited for, and what it says.
tell_what_is_slow() {
  sleep 20 </dev/null >/dev/null 2>&1
  containers | while IFS='|' read -r service status code health error; do
    [ "$health" = starting ] || continue
    say "still waiting for $service. Its last lines:"
    last_lines "$service" 5
  done
}

# all_known WORDS: fails where one of them, options and their values apart, is no service, and says which there are.
all_known() {
  known=" $(docker compose config --services | tr '\n' ' ')"
  for word; do
    case $word in -* | *[!a-z-]*) continue ;; esac
    case $known in *" $word "*) ;; *) say "there is no service $word: use $services" && return 1 ;; esac
  done
}
