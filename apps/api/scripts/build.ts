import { rm } from "node:fs/promises";

// sharp is native, and PDFium brings a WebAssembly file: both stay packages. White space goes, names stay: errors are
// read by people.
await rm("dist", { recursive: true, force: true });
await Bun.build({
  entrypoints: [
    "src/index.ts",
    "src/healthcheck.ts",
    "../../packages/book/src/render-process.ts",
    "src/dependencies.ts",
  ],
  naming: { entry: "[name].[ext]", chunk: "chunks/[name]-[hash].[ext]" },
  outdir: "dist",
  target: "bun",
  splitting: true,
  minify: { whitespace: true, syntax: true, identifiers: false, keepNames: true },
  external: ["sharp", "@embedpdf/pdfium"],
  throw: true,
});
