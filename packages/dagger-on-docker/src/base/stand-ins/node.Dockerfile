# node:<version>-trixie-slim: node and npm as the real image has them, without its yarn.
FROM debian:trixie-slim
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
COPY --chmod=755 node_modules/node-linux-*/bin/node /usr/local/bin/
COPY node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s node /usr/local/bin/nodejs \
  && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
  && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \
  && chmod 755 /usr/local/lib/node_modules/npm/bin/*.js \
  && node --version && npm --version
ARG VERSION
ENV NODE_VERSION=$VERSION
CMD ["node"]
