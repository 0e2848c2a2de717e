/** What Lighthouse gives scores for, as its report names it. */
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

/** As much of Lighthouse's report as is read: scores from 0 to 1, and times in milliseconds. */
export interface Report {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; title: string; numericValue?: number }>;
}

/**
 * The scores of one page as cells of a table: the median of performance with the time of its run until the largest thing
 * was seen, and of all else the worst.
 *
 * @param reports - of the same page, at least one
 */
export function cells(reports: readonly Report[]): string[] {
  const ordered = [...reports].sort((one, other) => scoreOf(one, "performance") - scoreOf(other, "performance"));
  const median = ordered[Math.floor((ordered.length - 1) / 2)];
  if (!median) throw new Error("Lighthouse reported nothing");
  const [performance, ...others] = CATEGORIES;
  const largest = (median.audits["largest-contentful-paint"]?.numericValue ?? Number.NaN) / 1000;
  return [
    `${scoreOf(median, performance)} (${largest.toFixed(1)} s)`,
    ...others.map((category) => String(Math.min(...reports.map((report) => scoreOf(report, category))))),
  ];
}

/** What kept a page from a full score, but for its performance: the audits that failed, each once. */
export function faults(reports: readonly Report[]): string[] {
  const failed = reports.flatMap(({ categories, audits }) =>
    CATEGORIES.slice(1).flatMap((category) =>
      (categories[category]?.auditRefs ?? [])
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
        .map(({ id }) => `${category}: ${audits[id]?.title ?? id} (${id})`),
    ),
  );
  return [...new Set(failed)];
}

function scoreOf({ categories }: Report, category: string): number {
  const score = categories[category]?.score;
  // Of a page that it could not load, it gives none.
  if (typeof score !== "number") throw new Error(`Lighthouse has no score for ${category}`);
  return Math.round(score * 100);
}
