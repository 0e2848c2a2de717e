// The server and the browser have to write the same, wherever they stand: the day is that of UTC.
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** @returns the day of a time, e.g. `27 Nov 2026` */
export const dayOf = (iso: string): string => DAY.format(new Date(iso));

/** @returns a time to the minute, e.g. `27 Nov 2026, 09:00 UTC` */
export const momentOf = (iso: string): string => `${TIME.format(new Date(iso))} UTC`;
