import { ApiError } from "@/api/problem.ts";
import { serverSharing } from "@/api/server.ts";

const REFUSED: Record<number, string> = { 401: "wrong", 422: "wrong", 429: "often" };

/** Takes the password of a link, and goes back to it: with what opens it, or with why it stays closed. */
export async function POST(request: Request, { params }: RouteContext<"/s/[token]/open">): Promise<Response> {
  const { token } = await params;
  const back = `/s/${encodeURIComponent(token)}`;
  const typed = await request.formData().then(
    (form) => String(form.get("password") ?? ""),
    () => "",
  );
  try {
    const opened = await (await serverSharing()).openShare(token, typed);
    const cookies = opened.headers.getSetCookie().map((cookie): [string, string] => ["set-cookie", cookie]);
    return new Response(null, { status: 303, headers: [["location", back], ...cookies] });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // A link that leads nowhere says so itself.
    const why = error.status === 404 ? "" : `?refused=${REFUSED[error.status] ?? "away"}`;
    return new Response(null, { status: 303, headers: { location: back + why } });
  }
}
