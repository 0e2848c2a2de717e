import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CredentialsForm } from "@/session/credentials-form.tsx";
import { destination } from "@/session/destination.ts";
import { formProblem } from "@/session/form-problem.ts";
import { session } from "@/session/session.ts";

export const metadata: Metadata = { title: "Sign in" };

const INVALID = "Look at both again: one of them cannot be right.";

/** Sign in, then on to where the visitor wanted to go. */
export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const asked = await searchParams;
  const next = destination(asked.next);
  if (await session().catch(() => null)) redirect(next);
  return <CredentialsForm kind="signIn" next={next} problem={formProblem(asked.problem, INVALID)} />;
}
