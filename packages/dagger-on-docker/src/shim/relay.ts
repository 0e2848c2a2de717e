/** Listens on ports and hands each connection on, until the container is stopped: `8080:web:3000`. */
export async function relay(routes: string[]): Promise<number> {
  const { connect, createServer } = await import("node:net"); // loaded for this alone
  for (const route of routes) {
    const [from = "", host = "", to = ""] = route.split(":");
    const server = createServer({ allowHalfOpen: true }, (client) => {
      const target = connect({ host, port: Number(to), allowHalfOpen: true });
      client.pipe(target).pipe(client);
      client.on("error", () => target.destroy());
      target.on("error", () => client.destroy());
    });
    server.listen(Number(from), "::");
  }
  return new Promise((stop) => process.on("SIGTERM", () => stop(0)));
}
