import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CredentialsForm } from "@/session/credentials-form.tsx";
import { destination } from "@/session/destination.ts";
import { session } from "@/session/session.ts";

export const metadata: Metadata = { title: "Sign up" };

/** Sign up, then on to where the visitor wanted to go. */
export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const next = destination((await searchParams).next);
  if (await session().catch(() => null)) redirect(next);
  return <CredentialsForm kind="signUp" next={next} />;
}
