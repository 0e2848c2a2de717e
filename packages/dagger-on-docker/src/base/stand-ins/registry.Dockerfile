# registry:2.8.<x>: Debian's docker-registry, listening and writing where the real image does.
FROM debian:trixie-slim
RUN --mount=type=cache,id=flipdocs-apt-archives,target=/var/cache/apt,sharing=locked \
  --mount=type=cache,id=flipdocs-apt-trixie,target=/var/lib/apt/lists,sharing=locked \
  rm -f /etc/apt/apt.conf.d/docker-clean && apt-get -o Acquire::Languages=none -qq update \
  && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends docker-registry >/dev/null
COPY <<"EOF" /etc/docker/registry/config.yml
version: 0.1
log: { fields: { service: registry } }
storage: { filesystem: { rootdirectory: /var/lib/registry }, delete: { enabled: true } }
http: { addr: ":5000", headers: { X-Content-Type-Options: [nosniff] } }
EOF
VOLUME /var/lib/registry
EXPOSE 5000
CMD ["docker-registry", "serve", "/etc/docker/registry/config.yml"]
