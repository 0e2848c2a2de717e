# The guide's apps/api/Dockerfile, written for this repository. Deviations, each needed to build or to start:
#   - An exact tag for oven/bun:1, the base our stages have too.
#   - `node` is Bun, as the published image has it; turbo is a script for node.
#   - The lockfile is bun.lock, which the guide's `COPY … out/json` brings; its bun.lockb is Bun's former format.
#   - The manifests' COPY stands for the guide's RUN that looks for out/bun.lockb in a stage without it.
#   - Debian's groupadd and useradd for addgroup and adduser; CMD names the path that the COPY makes.
#   - The `ca` secret carries the certificates of a network with a CA of its own; without it nothing changes.
FROM oven/bun:1.4.5-slim AS base
WORKDIR /app
RUN ln -sf bun /usr/local/bin/node
ENV PATH="/root/.bun/bin:$PATH"

FROM base AS deps
RUN --mount=type=secret,id=ca NODE_EXTRA_CA_CERTS=/run/secrets/ca bun install -g turbo@2.11.9
COPY . .
RUN turbo prune @flipdocs/api --docker

FROM base AS builder
RUN --mount=type=secret,id=ca NODE_EXTRA_CA_CERTS=/run/secrets/ca bun install -g turbo@2.11.9
COPY --from=deps /app/out/json/ .
COPY --from=deps /app/out/bun.lock ./bun.lock
RUN --mount=type=secret,id=ca NODE_EXTRA_CA_CERTS=/run/secrets/ca bun install --frozen-lockfile
COPY --from=deps /app/out/full/ .
RUN turbo build --filter=@flipdocs/api...

FROM base AS runner
RUN groupadd --system --gid 1001 nodejs
RUN useradd --system --uid 1001 --gid nodejs elysiajs
COPY --from=builder --chown=elysiajs:nodejs /app/apps/api/dist ./apps/api/dist
COPY --from=builder --chown=elysiajs:nodejs /app/node_modules ./node_modules
USER elysiajs
EXPOSE 3001
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 \
  CMD bun --version || exit 1
CMD ["bun", "run", "apps/api/dist/index.js"]
