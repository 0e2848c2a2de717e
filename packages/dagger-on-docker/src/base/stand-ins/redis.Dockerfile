# redis:8.<version>-bookworm: whichever Redis 8 Debian has.
# It runs as redis from the start, where the real image begins as root and steps down.
FROM debian:trixie-slim
RUN groupadd --system --gid 999 redis && useradd --system --uid 999 --gid redis --home-dir /data redis \
  && mkdir /data && chown redis:redis /data
RUN --mount=type=cache,id=flipdocs-apt-archives,target=/var/cache/apt,sharing=locked \
  --mount=type=cache,id=flipdocs-apt-trixie,target=/var/lib/apt/lists,sharing=locked \
  rm -f /etc/apt/apt.conf.d/docker-clean && apt-get -o Acquire::Languages=none -qq update \
  && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends redis-server >/dev/null
COPY --chmod=755 <<"EOF" /usr/local/bin/redis-server
#!/bin/sh
# The real image is built with protected mode off; Debian's Redis would answer loopback only.
case " $* " in
  *" -v "* | *" --version "* | *" -h "* | *" --help "* | *" --protected-mode "*) exec /usr/bin/redis-server "$@" ;;
esac
exec /usr/bin/redis-server "$@" --protected-mode no
EOF
USER redis
WORKDIR /data
VOLUME /data
EXPOSE 6379
CMD ["redis-server"]
