import { resolve } from "node:path";
import type { NextConfig } from "next";

/** Constant unless a release names itself: an id that changes with every build would change every page. */
const release = process.env.FLIPDOCS_RELEASE ?? "flipdocs";

const building = process.env.NODE_ENV === "production";

const DEVELOPMENT_POLICY = {
  key: "Content-Security-Policy",
  value: "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'",
};

const config: NextConfig = {
  output: "standalone",
  // The packages lie beside the app: without the repository's root the trace leaves them out.
  outputFileTracingRoot: resolve(import.meta.dirname, "../.."),
  // Pages are made at reader width by the API, so nothing here needs sharp (19 MB).
  images: { unoptimized: true },
  outputFileTracingExcludes: { "*": ["../../node_modules/sharp/**", "../../node_modules/@img/**"] },
  // Loaded from node_modules: a layer that an edit does not move. Bundled, it would be in three chunks.
  serverExternalPackages: [
    "zod",
    "prom-client",
    "@opentelemetry/api",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace",
  ],
  transpilePackages: ["@flipdocs/contract", "@flipdocs/tracing"],
  deploymentId: release,
  generateBuildId: () => release,
  poweredByHeader: false,
  // Only files named by their content are asked for compressed, once: the proxy keeps them, and compresses the rest.
  compress: true,
  // The image ships no source maps; making them is a quarter of the build.
  experimental: { turbopackSourceMaps: !building, turbopackInputSourceMaps: !building },
  // In production the proxy sets each page's policy; the error overlay and reloading need more than it allows.
  headers: async () => (building ? [] : [{ source: "/:path*", headers: [DEVELOPMENT_POLICY] }]),
  // Types are a check of their own: the build does not wait for them.
  typescript: { ignoreBuildErrors: true },
};

export default config;
