import { createServer, type Server } from "node:http";

/** The answers to HTTP-01 challenges, by path: the proxy sends the authority's questions on to here. */
export interface Challenges {
  add: (token: string, answer: string) => void;
  remove: (token: string) => void;
  server: Server;
}

const path = (token: string): string => `/.well-known/acme-challenge/${token}`;

/** Makes the server; it knows no answer yet, and does not listen. */
export function createChallenges(): Challenges {
  const answers = new Map<string, string>();
  const server = createServer(({ url = "" }, response) => {
    const answer = answers.get(url);
    response.writeHead(answer ? 200 : 404, { "content-type": "text/plain" }).end(answer ?? "no such challenge\n");
  });
  return {
    add: (token, answer) => answers.set(path(token), answer),
    remove: (token) => answers.delete(path(token)),
    server,
  };
}
