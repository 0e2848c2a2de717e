import { flipdocsApi } from "./client.ts";

/** The API as the browser reaches it: same origin, so the session's cookie travels by itself. */
export const api = flipdocsApi((path, init) => fetch(`/api${path}`, init));
