import type { Progress } from "../progress.ts";
import { parseFlags } from "./flags.ts";
import { atPath } from "./plan.ts";
import type { Printed } from "./print.ts";
import { globalFlags, type Settings } from "./settings.ts";
import { withSession } from "./with-session.ts";

/** What SDKs pass to `dagger session`; it changes nothing here. */
const fromSdks = ["label", "project", "version", "load-workspace-modules"].map((name) => ({
  name,
  type: "string",
  usage: "",
  ...(name === "load-workspace-modules" && { bare: "true" }),
  set() {},
}));

/** `dagger session`: prints where the API is and serves it until stdin closes. */
export async function session(words: readonly string[], settings: Settings, progress: Progress): Promise<Printed> {
  atPath("dagger session", () => parseFlags(words, [...fromSdks, ...globalFlags(settings)]));
  return withSession(progress, async ({ port, token }) => {
    process.stdout.write(`${JSON.stringify({ port, session_token: token })}\n`);
    await new Promise((done) => process.stdin.on("end", done).on("close", done).on("error", done).resume());
    return { out: "" };
  });
}
