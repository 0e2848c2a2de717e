import { apt, install } from "./apt.ts";
import { DEBIAN, type Recipe, type StandIn } from "./stand-in.ts";

/** What differs between the image that starts as root and the one that never is. */
interface Variant {
  readonly port: number;
  readonly user: string;
  /** nginx.conf's own user line. */
  readonly workers: string;
  /** A folder nginx may write to as that user. */
  readonly state: string;
}

const ROOT: Variant = { port: 80, user: "root", workers: "user nginx;\n", state: "/var/cache/nginx" };
const UNPRIVILEGED: Variant = { port: 8080, user: "101", workers: "", state: "/tmp" };

// sid's Release file may be older than it allows itself to be; its signature is checked all the same.
const SID = { suite: "sid", options: "-o Acquire::Check-Valid-Until=false" };

const INSTALL = apt(
  [
    install(["nginx"], "sid"),
    "rm -rf /etc/apt/sources.list.d/sid.list /etc/nginx/sites-* /etc/nginx/snippets /etc/nginx/modules-enabled",
    "mkdir -p /etc/nginx/conf.d /var/cache/nginx && chown -R nginx:nginx /var/cache/nginx /var/lib/nginx",
    "ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log",
  ],
  SID,
);

const dockerfile = ({ port, user, workers, state }: Variant) => `FROM ${DEBIAN}
RUN groupadd --system --gid 101 nginx && useradd --system --uid 101 --gid nginx --home-dir /nonexistent nginx \\
  && echo 'deb http://deb.debian.org/debian sid main' > /etc/apt/sources.list.d/sid.list
${INSTALL}
COPY <<"EOF" /etc/nginx/nginx.conf
${workers}worker_processes auto;
error_log /var/log/nginx/error.log notice;
pid ${user === "root" ? "/run" : "/tmp"}/nginx.pid;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /var/log/nginx/access.log;
  client_body_temp_path ${state}/client_temp;
  proxy_temp_path ${state}/proxy_temp;
  fastcgi_temp_path ${state}/fastcgi_temp;
  uwsgi_temp_path ${state}/uwsgi_temp;
  scgi_temp_path ${state}/scgi_temp;
  sendfile on;
  keepalive_timeout 65;
  include /etc/nginx/conf.d/*.conf;
}
EOF
COPY <<"EOF" /etc/nginx/conf.d/default.conf
server {
  listen ${port};
  location / { root /usr/share/nginx/html; index index.html; }
}
EOF
USER ${user}
EXPOSE ${port}
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
`;

const build = (tag: string, variant: Variant): StandIn | undefined =>
  /^1\.30(\.\d+)?(-(trixie|bookworm|alpine))?(-slim)?$/.test(tag)
    ? {
        kind: "build",
        from: "Debian packages (nginx 1.30 of sid)",
        bases: [DEBIAN],
        packages: [],
        dockerfile: dockerfile(variant),
      }
    : undefined;

/** nginx:1.30[.x]: the master is root, the workers are nginx (101); port 80. */
export const nginx: Recipe = (tag) => build(tag, ROOT);

/** nginxinc/nginx-unprivileged:1.30[.x]: everything is nginx (101), what it writes is under /tmp; port 8080. */
export const nginxUnprivileged: Recipe = (tag) => build(tag, UNPRIVILEGED);
