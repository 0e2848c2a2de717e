/** One RUN that works with apt: the archives stay in a cache mount, so nothing of them gets into the layer. */
export function apt(commands: readonly string[], { suite = "trixie", options = "" } = {}): string {
  const update = ["apt-get", options, "-o Acquire::Languages=none -qq update"];
  return [
    "RUN --mount=type=cache,id=flipdocs-apt-archives,target=/var/cache/apt,sharing=locked",
    `  --mount=type=cache,id=flipdocs-apt-${suite},target=/var/lib/apt/lists,sharing=locked`,
    `  rm -f /etc/apt/apt.conf.d/docker-clean && ${update.filter((part) => part !== "").join(" ")}`,
    ...commands.map((command) => `  && ${command}`),
  ].join(" \\\n");
}

/** The command that installs packages without their recommendations and without asking. */
export function install(packages: readonly string[], suite = "trixie"): string {
  const from = suite === "trixie" ? "" : ` -t ${suite}`;
  return `DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends${from} ${packages.join(" ")} >/dev/null`;
}
