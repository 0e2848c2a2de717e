import { DONE, type Operations } from "../openapi/operation.ts";

/** What the document says of `resetRoutes`. */
export const resetOperations: Operations = {
  "POST /v1/auth/forgotten": {
    id: "forgotPassword",
    summary: "Have a mail sent with a link to a new password",
    description: "The same answer for every address, with an account or without.",
    who: "anybody",
    answers: DONE,
    problems: ["malformed", "invalid", "too-many-requests", "unavailable"],
  },
  "POST /v1/auth/reset": {
    id: "resetPassword",
    summary: "Set a new password, by the link of a mail",
    description:
      "The link's token is in a cookie of the site's page. It is signed in then, and all other sessions end.",
    who: "anybody",
    answers: DONE,
    problems: ["malformed", "invalid", "link-over", "too-many-requests"],
  },
};
