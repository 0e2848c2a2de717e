import { apt, install } from "./apt.ts";
import type { Recipe } from "./stand-in.ts";

/** The Node that browser tests run on; the same tag as the pipeline's, so that its layer is shared. */
const NODE = "node:24.21.0-trixie-slim";

/**
 * mcr.microsoft.com/playwright:v<version>-noble: Debian's Chromium instead of Playwright's own.
 * It stands at /usr/bin/chromium, and CHROMIUM_PATH says so: tests pass that as `executablePath`.
 */
export const chromium: Recipe = (tag) => {
  if (!/^v\d+\.\d+\.\d+-(noble|jammy)$/.test(tag)) return undefined;
  return {
    kind: "build",
    from: "Debian packages (chromium)",
    bases: [NODE],
    packages: [],
    dockerfile: `FROM ${NODE}
${apt([install(["chromium", "fonts-liberation", "fonts-noto-color-emoji"])])}
RUN useradd --create-home pwuser
ENV CHROMIUM_PATH=/usr/bin/chromium
CMD ["/bin/bash"]
`,
  };
};
