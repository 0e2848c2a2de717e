/** The lines of one shell command; the first that fails ends it. */
export function script(...lines: string[]): string[] {
  return ["sh", "-euc", lines.join("\n")];
}

/**
 * Lines that install Debian's packages, and leave nothing that only apt needs.
 *
 * @param packages parted by spaces
 */
export const installing = (packages: string): string[] => [
  "apt-get -qq update",
  `DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends ${packages} >/dev/null`,
  "rm -rf /var/lib/apt/lists/*",
];

/** Makes a text one word of a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Commands that give all files below some folders one time, and modes that do not depend on who wrote them. Rebuilt,
 * an unchanged layer then has the same digest. Links are included, which `withTimestamps` does not manage.
 */
export const settle = (...folders: string[]): string =>
  `chmod -R u=rwX,go=rX ${folders.join(" ")} && find ${folders.join(" ")} -exec touch -h -d @1 {} +`;
