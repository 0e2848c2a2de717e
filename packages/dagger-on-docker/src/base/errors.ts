/** What went wrong while a base image was looked for: what, why and what to type are all in the message. */
export class BaseImageError extends Error {
  override readonly name = "BaseImageError";

  /**
   * @param what what could not be done, one line
   * @param why the reason as it was reported, one line
   * @param hint what to type or change next
   * @param tail the end of the log that explains it, where there is one
   */
  constructor(
    readonly what: string,
    readonly why: string,
    readonly hint: string,
    readonly tail = "",
  ) {
    super([`${what}: ${why}`, hint, tail].filter((part) => part !== "").join("\n"));
  }
}
