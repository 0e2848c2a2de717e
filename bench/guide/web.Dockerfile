# The guide's apps/web/Dockerfile, written for this repository. Deviations, each needed to build at all:
#   - Debian's Node 24 instead of node:18-alpine: the base our stages have too; libc6-compat is for Alpine only.
#   - The lockfile is bun.lock, which npm cannot read: `bun install --frozen-lockfile` stands for `npm ci`.
#   - The guide's installer has no turbo: the one among the installed packages is called.
#   - tsconfig.json, which the app's extends and turbo leaves out; public/, which Next's standalone leaves out.
#   - Debian's groupadd and useradd for addgroup and adduser.
#   - The `ca` secret carries the certificates of a network with a CA of its own; without it nothing changes.
#   - npm waits five minutes for a connection that stalls; here five seconds, to time the build and not the network.
FROM node:24.21.0-trixie-slim AS base

FROM base AS deps
WORKDIR /app
RUN --mount=type=secret,id=ca NODE_EXTRA_CA_CERTS=/run/secrets/ca npm_config_fetch_timeout=5000 npm install -g turbo@2.11.9
COPY . .
RUN turbo prune @flipdocs/web --docker

FROM base AS installer
WORKDIR /app
COPY --from=oven/bun:1.4.5-slim /usr/local/bin/bun /usr/local/bin/bun
COPY --from=deps /app/out/json/ .
COPY --from=deps /app/out/bun.lock ./bun.lock
RUN --mount=type=secret,id=ca NODE_EXTRA_CA_CERTS=/run/secrets/ca bun install --frozen-lockfile
COPY --from=deps /app/out/full/ .
COPY --from=deps /app/tsconfig.json ./tsconfig.json
RUN node_modules/.bin/turbo build --filter=@flipdocs/web...

FROM base AS runner
WORKDIR /app
RUN groupadd --system --gid 1001 nodejs
RUN useradd --system --uid 1001 --gid nodejs nextjs
COPY --from=installer --chown=nextjs:nodejs /app/apps/web/.next/standalone ./
COPY --from=installer --chown=nextjs:nodejs /app/apps/web/.next/static ./apps/web/.next/static
COPY --from=installer --chown=nextjs:nodejs /app/apps/web/public ./apps/web/public
USER nextjs
EXPOSE 3000
CMD ["node", "apps/web/server.js"]
