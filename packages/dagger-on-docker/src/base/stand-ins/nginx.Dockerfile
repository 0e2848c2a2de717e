# nginxinc/nginx-unprivileged:1.30.<x>: everything is nginx (101), what it writes is under /tmp; port 8080.
# sid's Release file may be older than it allows itself to be; its signature is checked all the same.
FROM debian:trixie-slim
RUN groupadd --system --gid 101 nginx && useradd --system --uid 101 --gid nginx --home-dir /nonexistent nginx \
  && echo 'deb http://deb.debian.org/debian sid main' > /etc/apt/sources.list.d/sid.list
RUN --mount=type=cache,id=flipdocs-apt-archives,target=/var/cache/apt,sharing=locked \
  --mount=type=cache,id=flipdocs-apt-sid,target=/var/lib/apt/lists,sharing=locked \
  rm -f /etc/apt/apt.conf.d/docker-clean && apt-get -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none -qq update \
  && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends -t sid nginx >/dev/null \
  && rm -rf /etc/apt/sources.list.d/sid.list /etc/nginx/sites-* /etc/nginx/snippets /etc/nginx/modules-enabled \
  && mkdir -p /etc/nginx/conf.d /var/cache/nginx && chown -R nginx:nginx /var/cache/nginx /var/lib/nginx \
  && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log
COPY <<"EOF" /etc/nginx/nginx.conf
worker_processes auto;
error_log /var/log/nginx/error.log notice;
pid /tmp/nginx.pid;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /var/log/nginx/access.log;
  client_body_temp_path /tmp/client_temp;
  proxy_temp_path /tmp/proxy_temp;
  fastcgi_temp_path /tmp/fastcgi_temp;
  uwsgi_temp_path /tmp/uwsgi_temp;
  scgi_temp_path /tmp/scgi_temp;
  sendfile on;
  keepalive_timeout 65;
  include /etc/nginx/conf.d/*.conf;
}
EOF
COPY <<"EOF" /etc/nginx/conf.d/default.conf
server {
  listen 8080;
  location / { root /usr/share/nginx/html; index index.html; }
}
EOF
USER 101
EXPOSE 8080
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
