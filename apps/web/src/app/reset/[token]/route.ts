import { RESET_COOKIE, RESET_SECONDS, ResetToken } from "@flipdocs/contract";

const ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=Lax";

/**
 * What the link in a mail leads to: it puts the token into a cookie and goes on to the form. So no page has it in its
 * address, and whatever looks at links before a person does (a scanner, a preview) uses none up.
 */
export async function GET(_request: Request, { params }: RouteContext<"/reset/[token]">): Promise<Response> {
  const token = ResetToken.safeParse((await params).token);
  const cookie = token.success ? `${token.data}; Max-Age=${RESET_SECONDS}` : "; Max-Age=0";
  const headers = { location: "/reset", "cache-control": "no-store" };
  return new Response(null, {
    status: 303,
    headers: { ...headers, "set-cookie": `${RESET_COOKIE}=${cookie}; ${ATTRIBUTES}` },
  });
}
