import { flipdocsApi, type Transport } from "./client.ts";
import { sharingApi } from "./sharing.ts";

const send: Transport = (path, init) => fetch(`/api${path}`, init);

/** The API as the browser reaches it: same origin, so the session's cookie travels by itself. */
export const api = flipdocsApi(send);

/** The same for links to books. */
export const sharing = sharingApi(send);
