import { flipdocsApi, type Transport } from "./client.ts";
import { libraryApi } from "./library.ts";
import { sharingApi } from "./sharing.ts";

export { isGone } from "./problem.ts";

const send: Transport = (path, init) => fetch(`/api${path}`, init);

/** The API as the browser reaches it: same origin, so the session's cookie travels by itself. */
export const api = flipdocsApi(send);

/** The same for what a person does with their own books. */
export const library = libraryApi(send);

/** The same for links to books. */
export const sharing = sharingApi(send);
