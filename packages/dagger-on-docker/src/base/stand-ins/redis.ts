import { apt, install } from "./apt.ts";
import { DEBIAN, type Recipe } from "./stand-in.ts";

/**
 * redis:8, redis:8.x[.y] and their -trixie, -bookworm and -alpine tags: whichever Redis 8 Debian has.
 * It runs as redis from the start, where the real image begins as root and steps down.
 */
export const redis: Recipe = (tag) => {
  if (!/^8(\.\d+){0,2}(-(trixie|bookworm|alpine))?$/.test(tag)) return undefined;
  return {
    kind: "build",
    from: "Debian packages (redis 8.0)",
    bases: [DEBIAN],
    packages: [],
    dockerfile: `FROM ${DEBIAN}
RUN groupadd --system --gid 999 redis && useradd --system --uid 999 --gid redis --home-dir /data redis \\
  && mkdir /data && chown redis:redis /data
${apt([install(["redis-server"])])}
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
`,
  };
};
