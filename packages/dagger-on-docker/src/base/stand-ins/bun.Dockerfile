# oven/bun:<version>-slim: bun and bunx, without the real image's entrypoint script.
FROM debian:trixie-slim
RUN groupadd --gid 1000 bun && useradd --uid 1000 --gid bun --shell /bin/sh --create-home bun
COPY --chmod=755 node_modules/@oven/bun-linux-*/bin/bun /usr/local/bin/
RUN ln -s bun /usr/local/bin/bunx && bun --version
ENV BUN_RUNTIME_TRANSPILER_CACHE_PATH=0 BUN_INSTALL_BIN=/usr/local/bin
WORKDIR /home/bun/app
CMD ["/usr/local/bin/bun"]
