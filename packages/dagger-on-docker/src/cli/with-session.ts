import type { Progress } from "../progress.ts";
import { type OpenSession, startSession } from "../session.ts";

/** What a process that a signal ends exits with. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Uses a session and closes it, also when a signal ends the process: nothing stays behind.
 * A second signal ends the process at once.
 */
export async function withSession<T>(progress: Progress, use: (session: OpenSession) => Promise<T>): Promise<T> {
  const session = await startSession(progress);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= session.close();
    return closing;
  };
  let ending: Promise<void> | undefined;
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, () => {
      if (ending) process.exit(code);
      progress.close();
      ending = close().finally(() => process.exit(code));
    });
  }
  try {
    return await use(session);
  } finally {
    // After a signal, what ends here ended because of it: the signal's exit code counts.
    await (ending ?? close());
  }
}
