/** A time, sizes and the middle one of some times, as the table has them. */
export const ms = (time: number): string => `${time.toFixed(0)} ms`;
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;
export const mebibytes = (amount: number): string => `${amount.toFixed(0)} MiB`;
export const middle = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
