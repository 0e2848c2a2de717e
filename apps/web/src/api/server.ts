import { headers } from "next/headers";
import { readEnvironment } from "@/env.ts";
import { flipdocsApi } from "./client.ts";
import { forwarded } from "./forwarded.ts";

/** The API as a server component reaches it, on behalf of the visitor whose request it answers. */
export async function serverApi() {
  const visitor = forwarded(await headers());
  const { API_URL } = readEnvironment(process.env);
  return flipdocsApi((path, init) => {
    const signal = AbortSignal.timeout(10_000);
    return fetch(`${API_URL}${path}`, { ...init, headers: visitor, cache: "no-store", signal });
  });
}
