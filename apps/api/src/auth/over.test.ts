import { AuthApiError, AuthRetryableFetchError, AuthSessionMissingError } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { isOver } from "./over.ts";

test.each([
  ["a refresh token that was used", new AuthApiError("", 400, "refresh_token_already_used")],
  ["a session that was signed out", new AuthSessionMissingError()],
  ["a person who was deleted", new AuthApiError("", 404, "user_not_found")],
])("%s ends a session", (_, error) => {
  expect(isOver(error)).toBe(true);
});

test.each([
  ["no answer in time", new AuthRetryableFetchError("The operation timed out.", 0)],
  ["a busy gateway", new AuthRetryableFetchError("Bad Gateway", 502)],
  ["a limit", new AuthApiError("", 429, "over_request_rate_limit")],
  ["a wrong key of ours", new AuthApiError("Invalid API key", 401, undefined)],
  ["a gateway without the route", new AuthApiError("no Route matched", 404, undefined)],
])("%s ends none", (_, error) => {
  expect(isOver(error)).toBe(false);
});
