export const dynamic = "force-dynamic";

/** Says that this container serves; it asks no other service, so an API that is away restarts no web. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
