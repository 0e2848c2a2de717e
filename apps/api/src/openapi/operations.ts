import { ApiDocument } from "@flipdocs/contract";
import { accountOperations } from "../account/operations.ts";
import { authOperations } from "../auth/operations.ts";
import { bookOperations } from "../books/operations.ts";
import { KNOWN, pageOperations } from "../pages/operations.ts";
import { resetOperations } from "../reset/operations.ts";
import { searchOperations } from "../search/operations.ts";
import { sharingOperations, visitingOperations } from "../sharing/operations.ts";
import { type Operations, shape } from "./operation.ts";

/** What the document says of all routes, by method and path. */
export const operations = {
  ...authOperations,
  ...resetOperations,
  ...accountOperations,
  ...bookOperations,
  ...pageOperations,
  ...searchOperations,
  ...sharingOperations,
  ...visitingOperations,
  "GET /v1/openapi.json": {
    id: "openapi",
    summary: "This document",
    who: "anybody",
    sends: [KNOWN],
    answers: { 200: shape("As OpenAPI 3.1", ApiDocument), 304: { description: "You have it" } },
  },
} satisfies Operations;
