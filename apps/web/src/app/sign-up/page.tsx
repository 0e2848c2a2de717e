import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CredentialsForm } from "@/session/credentials-form.tsx";
import { destination } from "@/session/destination.ts";
import { formProblem } from "@/session/form-problem.ts";
import { session } from "@/session/session.ts";

export const metadata: Metadata = { title: "Sign up" };

const INVALID = "Look at both again: a password has 8 to 72 characters, and none that many have.";

/** Sign up, then on to where the visitor wanted to go. */
export default async function SignUpPage({ searchParams }: PageProps<"/sign-up">) {
  const asked = await searchParams;
  const next = destination(asked.next);
  if (await session().catch(() => null)) redirect(next);
  return <CredentialsForm kind="signUp" next={next} problem={formProblem(asked.problem, INVALID)} />;
}
