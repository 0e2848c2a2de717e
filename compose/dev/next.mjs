/**
 * `next dev` in its container: brings in the settings that lie beside the mounted sources, and asks for the pages once,
 * so that the first person to open one need not wait until it has been compiled. Options go to Next.
 */
import { spawn } from "node:child_process";
import { copyFileSync, watch } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const CHECKOUT = "/checkout";
const SETTINGS = "next.config.ts";
const PAGES = ["/", "/sign-in", "/sign-up", "/library", "/books/none"];

let next;
let served = false;

function start() {
  next = spawn(process.execPath, ["/app/node_modules/next/dist/bin/next", "dev", ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  next.on("exit", (code) => {
    next = undefined;
    // What has worked before can be mended by an edit; what has not, says so by its end.
    if (!served || leaving) process.exit(code ?? 1);
    console.error(`next dev ended; it starts again when ${SETTINGS} changes`);
  });
}

// The folder is watched, not the file: that notices a file put in its place, too. Next sees the copy change.
watch(CHECKOUT, (_, name) => {
  if (name !== SETTINGS) return;
  bringSettings();
  if (!next) start();
});

function bringSettings() {
  try {
    copyFileSync(`${CHECKOUT}/${SETTINGS}`, SETTINGS);
  } catch (error) {
    // Between the old file's going and the new one's coming there is none.
    if (error.code !== "ENOENT") throw error;
  }
}

let leaving = false;
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => {
    leaving = true;
    next?.kill(signal);
  });
}

async function answers(path) {
  const answer = await fetch(`http://localhost:3000${path}`).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer !== undefined;
}

bringSettings();
start();
while (!(await answers("/api/health"))) await sleep(100);
served = true;
for (const page of PAGES) await answers(page);
