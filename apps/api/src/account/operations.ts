import { AccountSessions } from "@flipdocs/contract";
import { DONE, type Operation, type Operations, shape } from "../openapi/operation.ts";

const endSession = { summary: "End one session", who: "session", answers: DONE, problems: ["not-found"] } as const;

/** What the person themselves is asked for their password. */
const proven = {
  who: "session",
  answers: DONE,
  problems: ["malformed", "invalid", "wrong-credentials", "too-many-requests"],
} satisfies Partial<Operation>;

/** What the document says of `accountRoutes`. */
export const accountOperations = {
  "GET /v1/account/sessions": {
    id: "sessions",
    summary: "Where one is signed in",
    who: "session",
    answers: { 200: shape("All sessions, the last seen first", AccountSessions) },
  },
  "DELETE /v1/account/sessions/:session": { id: "endSession", ...endSession },
  "POST /v1/account/sessions/:session/end": {
    id: "endSessionByForm",
    ...endSession,
    description: "The same, for a form.",
  },
  "POST /v1/account/sign-out-everywhere": {
    id: "signOutEverywhere",
    summary: "End all sessions",
    who: "session",
    answers: DONE,
  },
  "POST /v1/account/password": {
    id: "changePassword",
    summary: "Change the password",
    description: "All sessions end; the answer sets the cookie of a new one.",
    ...proven,
  },
  "POST /v1/account/delete": {
    id: "deleteAccount",
    summary: "Delete the account and all that is in it",
    ...proven,
  },
} satisfies Operations;
