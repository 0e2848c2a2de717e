export const dynamic = "force-dynamic";

/** Says which release answers, so that whoever deploys one sees that it is there. */
export function GET(): Response {
  return Response.json({ release: process.env.FLIPDOCS_RELEASE || "flipdocs" });
}
