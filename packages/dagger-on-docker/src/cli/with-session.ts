import type { Progress } from "../progress.ts";
import { type OpenSession, startSession } from "../session.ts";

/** What a process that a signal ends exits with. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Uses a session and closes it, also when a signal ends the process: nothing stays behind. */
export async function withSession<T>(
  progress: Progress,
  use: (session: OpenSession) => Promise<T>,
): Promise<T> {
  const session = await startSession(progress);
  const handlers = Object.entries(signals).map(([signal, code]) => {
    const end = async () => {
      progress.close();
      await session.close().finally(() => process.exit(code));
    };
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  try {
    return await use(session);
  } finally {
    await session.close();
    for (const remove of handlers) remove();
  }
}
