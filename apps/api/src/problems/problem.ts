import type { Problem as Shape } from "@flipdocs/contract";

const KINDS = {
  malformed: [400, "The request could not be read"],
  "signed-out": [401, "You are not signed in"],
  "wrong-credentials": [401, "The e-mail address or the password is wrong"],
  "foreign-origin": [403, "This request came from another site"],
  "over-quota": [403, "There is no room for another book"],
  locked: [403, "This link has a password"],
  "not-found": [404, "There is nothing here"],
  "wrong-method": [405, "This cannot be done here"],
  "too-slow": [408, "The upload came too slowly"],
  "email-taken": [409, "There is already an account with this e-mail address"],
  "key-under-way": [409, "This was sent before, and is still being received; try again in a moment"],
  "link-over": [410, "This link was used already, or its hour is over"],
  "too-large": [413, "The file is too large"],
  "not-a-pdf": [415, "This file is not a PDF"],
  "no-such-range": [416, "The file has no such part"],
  invalid: [422, "Something in the request is not as it should be"],
  "key-reused": [422, "This key was sent before, with another request"],
  "too-many-requests": [429, "Too many attempts; wait a moment and try again"],
  internal: [500, "Something went wrong on our side"],
  unavailable: [503, "FlipDocs cannot answer at the moment; try again soon"],
} as const satisfies Record<string, readonly [number, string]>;

/** When to come again, in seconds, where that is what to do. */
const AGAIN: Partial<Record<Kind, number>> = { "key-under-way": 2, unavailable: 5 };

/** The name of something that can go wrong, as it stands in a problem's `type`. */
export type Kind = keyof typeof KINDS;

/** A request that fails, in the words of RFC 9457. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly kind: Kind;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly headers: Record<string, string>;

  /**
   * @param kind what went wrong
   * @param detail more about this very case, for the person who asked
   * @param options the cause, for the log, and headers that the answer needs
   */
  constructor(kind: Kind, detail?: string, options?: ErrorOptions & { headers?: Record<string, string> }) {
    super(detail ?? KINDS[kind][1], options);
    this.kind = kind;
    [this.status, this.title] = KINDS[kind];
    this.detail = detail;
    const again = AGAIN[kind];
    this.headers = { ...(again ? { "retry-after": String(again) } : {}), ...options?.headers };
  }

  /** @returns what is told of it */
  toShape(): Shape {
    const { kind, status, title, detail } = this;
    return { type: `urn:flipdocs:problem:${kind}`, title, status, ...(detail ? { detail } : {}) };
  }

  /** @returns the answer as `application/problem+json` */
  toResponse(): Response {
    const headers = { ...this.headers, "content-type": "application/problem+json", "cache-control": "no-store" };
    return new Response(JSON.stringify(this.toShape()), { status: this.status, headers });
  }
}
