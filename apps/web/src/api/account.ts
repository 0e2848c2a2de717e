import { AccountSessions } from "@flipdocs/contract";
import { asking, type Transport } from "./client.ts";

/**
 * What a person looks at of their own account. What they change of it are forms, which need no script.
 *
 * @param send - same-origin in the browser, the API's own address on the server
 * @throws ApiError when the API refuses or does not answer
 */
export function accountApi(send: Transport) {
  const { ask } = asking(send);
  return {
    sessions: () => ask(AccountSessions, "/v1/account/sessions").then((answer) => answer.sessions),
  };
}
