import type { User } from "@flipdocs/contract";
import { cookies } from "next/headers";
import { cache } from "react";
import { ApiError } from "@/api/problem.ts";
import { serverApi } from "@/api/server.ts";

/**
 * Who is visiting; asked once a request, however many components want to know.
 *
 * @returns the person, or null when nobody is signed in
 * @throws ApiError when the API cannot say
 */
export const session = cache(async (): Promise<User | null> => {
  if (!(await cookies()).has("__Host-session")) return null;
  try {
    return (await (await serverApi()).session()).user;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
});
