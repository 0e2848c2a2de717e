import { fields } from "../api/index.ts";
import { SessionFolder } from "../build/session-folder.ts";
import type { Progress } from "../progress.ts";
import { serve } from "../server.ts";
import { Session } from "../session.ts";
import type { Run } from "./print.ts";

/** `dagger session`: prints where the API is and serves it until stdin closes. What SDKs say beside it changes nothing. */
export const session: Run = async (_, __, progress) => {
  const untilClosed = async (session: Session) => {
    process.stdout.write(`${JSON.stringify(serve(session))}\n`);
    await new Promise((done) => process.stdin.on("end", done).on("close", done).on("error", done).resume());
    return {};
  };
  return withSession(progress, untilClosed, { SIGTERM: 0 }); // an SDK ends its session by this signal
};

/** What a process that a signal ends exits with. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Uses a session and closes it, also when a signal ends the process: nothing stays behind.
 * A second Ctrl-C ends the process at once. SDKs say SIGTERM twice, to close and when their program exits: closing goes
 * on. `codes` are exit codes of signals that are no failure.
 */
export async function withSession<T>(
  progress: Progress,
  use: (session: Session) => Promise<T>,
  codes: Partial<Record<keyof typeof signals, number>> = {},
): Promise<T> {
  const opened = SessionFolder.open().then((folder) => new Session(fields, folder, progress));
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= opened.then((session) => session.close());
    return closing;
  };
  let ending: Promise<void> | undefined;
  for (const [signal, code] of Object.entries({ ...signals, ...codes })) {
    process.on(signal, () => {
      if (ending && signal === "SIGINT") process.exit(code);
      if (ending) return;
      progress.close();
      ending = close().finally(() => process.exit(code));
    });
  }
  try {
    return await use(await opened);
  } finally {
    // After a signal, what ends here ended because of it: the signal's exit code counts.
    await (ending ?? close());
  }
}
