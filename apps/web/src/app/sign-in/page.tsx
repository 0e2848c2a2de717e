import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CredentialsForm } from "@/session/credentials-form.tsx";
import { destination } from "@/session/destination.ts";
import { session } from "@/session/session.ts";

export const metadata: Metadata = { title: "Sign in" };

/** Sign in, then on to where the visitor wanted to go. */
export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const next = destination((await searchParams).next);
  if (await session().catch(() => null)) redirect(next);
  return <CredentialsForm kind="signIn" next={next} />;
}
