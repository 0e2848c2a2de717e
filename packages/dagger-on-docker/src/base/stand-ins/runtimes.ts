import { type Architecture, type Build, DEBIAN, type Recipe } from "./stand-in.ts";

/** The npm that comes with Node 24. */
const NPM = "npm@11.6.2";

/** Names of the npm packages that carry only a binary. Bun's image has the build for older processors. */
const BUN: Record<Architecture, string> = {
  x64: "@oven/bun-linux-x64-baseline",
  arm64: "@oven/bun-linux-aarch64",
};

/** node:<version>-trixie-slim, node:<version>-slim: node and npm as the real image has them, without its yarn. */
export const node: Recipe = (tag, architecture) => {
  const version = /^(\d+(?:\.\d+){0,2})(?:-trixie)?-slim$/.exec(tag)?.[1];
  return version === undefined ? undefined : nodeBuild(version, `node-linux-${architecture}`);
};

function nodeBuild(version: string, binary: string): Build {
  return {
    kind: "build",
    from: `Debian packages and npm's ${binary}`,
    bases: [DEBIAN],
    packages: [`${binary}@${version}`, NPM],
    dockerfile: `FROM ${DEBIAN}
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
COPY --chmod=755 node_modules/${binary}/bin/node /usr/local/bin/node
COPY node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s node /usr/local/bin/nodejs \\
  && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \\
  && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \\
  && chmod 755 /usr/local/lib/node_modules/npm/bin/*.js \\
  && node --version && npm --version
ENV NODE_VERSION=${version}
CMD ["node"]
`,
  };
}

/** oven/bun:<version>, <version>-slim, <version>-debian: bun and bunx, without the real image's entrypoint script. */
export const bun: Recipe = (tag, architecture) => {
  const version = /^(\d+(?:\.\d+){0,2})(?:-slim|-debian)?$/.exec(tag)?.[1];
  return version === undefined ? undefined : bunBuild(version, BUN[architecture]);
};

function bunBuild(version: string, binary: string): Build {
  return {
    kind: "build",
    from: `Debian packages and npm's ${binary}`,
    bases: [DEBIAN],
    packages: [`${binary}@${version}`],
    dockerfile: `FROM ${DEBIAN}
RUN groupadd --gid 1000 bun && useradd --uid 1000 --gid bun --shell /bin/sh --create-home bun
COPY --chmod=755 node_modules/${binary}/bin/bun /usr/local/bin/bun
RUN ln -s bun /usr/local/bin/bunx && bun --version
ENV BUN_RUNTIME_TRANSPILER_CACHE_PATH=0 BUN_INSTALL_BIN=/usr/local/bin
WORKDIR /home/bun/app
CMD ["/usr/local/bin/bun"]
`,
  };
}
