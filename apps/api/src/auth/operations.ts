import { SignedIn } from "@flipdocs/contract";
import { DONE, type Operations, shape } from "../openapi/operation.ts";

/** What the document says of `authRoutes`. */
export const authOperations = {
  "POST /v1/auth/sign-up": {
    id: "signUp",
    summary: "Make an account, and sign in",
    description: "Without a session cookie in the answer the e-mail address has to be confirmed first.",
    who: "anybody",
    answers: { 201: shape("The new member", SignedIn) },
    problems: ["malformed", "invalid", "email-taken", "too-many-requests"],
  },
  "POST /v1/auth/sign-in": {
    id: "signIn",
    summary: "Sign in",
    description: "The answer sets the session's cookie, a new one each time.",
    who: "anybody",
    answers: { 200: shape("Who is signed in", SignedIn) },
    problems: ["malformed", "invalid", "wrong-credentials", "too-many-requests"],
  },
  "POST /v1/auth/sign-out": { id: "signOut", summary: "Sign out", who: "anybody", answers: DONE },
  "GET /v1/auth/session": {
    id: "session",
    summary: "Who is signed in",
    who: "session",
    answers: { 200: shape("Who it is", SignedIn) },
  },
} satisfies Operations;
