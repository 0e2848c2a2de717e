import { rm } from "node:fs/promises";

// sharp is native, and PDFium brings a WebAssembly file: both stay packages. Not minified: errors stay readable,
// and a bundle that is read from disk once gains nothing.
await rm("dist", { recursive: true, force: true });
await Bun.build({
  entrypoints: ["src/index.ts", "src/healthcheck.ts", "../../packages/book/src/render-process.ts"],
  naming: "[name].[ext]",
  outdir: "dist",
  target: "bun",
  external: ["sharp", "@embedpdf/pdfium"],
  throw: true,
});
