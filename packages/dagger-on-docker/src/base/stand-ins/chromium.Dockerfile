# mcr.microsoft.com/playwright:v<version>-noble: Debian's Chromium instead of Playwright's own, on the pipeline's Node.
# It stands at /usr/bin/chromium, and CHROMIUM_PATH says so: tests pass that as `executablePath`.
FROM node:24.21.0-trixie-slim
RUN --mount=type=cache,id=flipdocs-apt-archives,target=/var/cache/apt,sharing=locked \
  --mount=type=cache,id=flipdocs-apt-trixie,target=/var/lib/apt/lists,sharing=locked \
  rm -f /etc/apt/apt.conf.d/docker-clean && apt-get -o Acquire::Languages=none -qq update \
  && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium fonts-liberation fonts-noto-color-emoji >/dev/null
RUN useradd --create-home pwuser
ENV CHROMIUM_PATH=/usr/bin/chromium
CMD ["/bin/bash"]
