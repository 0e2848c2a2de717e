/** What a deploy came to, as programs are told. */
export interface Report {
  stack: string;
  /** Where it was deployed to. */
  host: string;
  /** Its number; none where nothing changed, or it was refused. */
  release?: number;
  version: string;
  by: string;
  run: string;
  /** In words, the first line of what a person is told. */
  result: string;
  ok: boolean;
  seconds: number;
}

/** As a webhook takes it: Slack and the like show `text`, others read the rest. */
export const webhookBody = (report: Report): string => {
  const { ok, stack, result, by, run } = report;
  const text = `${ok ? "✓" : "✗"} ${stack}: ${result}${by ? ` (${by})` : ""}${run ? ` ${run}` : ""}`;
  return JSON.stringify({ text, ...report });
};

/**
 * As Grafana takes it: a mark from when the deploy began to its end.
 *
 * @param now milliseconds since 1970
 */
export const annotationBody = ({ stack, version, ok, result, seconds }: Report, now: number): string =>
  JSON.stringify({
    time: now - seconds * 1000,
    timeEnd: now,
    tags: ["deploy", stack, ok ? "done" : "refused", ...(version ? [version] : [])],
    text: result,
  });
