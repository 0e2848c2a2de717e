import { expect, test } from "vitest";
import { whyUnreached } from "../../src/deploy/reach.ts";

const why = (stderr: string): string => whyUnreached(stderr)?.problem ?? "";

test.each([
  ["claim 43: a host with another key", "Host key verification failed.\r\n", "another key"],
  [
    "claim 43: a host that is down",
    "ssh: connect to host 203.0.113.7 port 22: Connection timed out",
    "does not answer",
  ],
  ["a name that is none", "ssh: Could not resolve hostname nope: Name or service not known", "does not answer"],
  ["a port that nobody listens on", "ssh: connect to host h port 22: Connection refused", "does not answer"],
  ["a key that the host does not know", "deploy@h: Permission denied (publickey).", "knows no such key"],
  [
    "a key that is none",
    'Load key "/run/ssh/key": error in libcrypto\ndeploy@h: Permission denied (publickey).',
    "no private key",
  ],
  [
    "a user who may not use Docker",
    "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
    "may not use Docker",
  ],
  [
    "a host without Docker",
    "Cannot connect to the Docker daemon at http://docker.example.com. Is the docker daemon running?",
    "does not run",
  ],
  [
    "a connection that breaks while Docker is asked",
    "Cannot connect to the Docker daemon at unix:///run/ssh/docker.sock. Is the docker daemon running?",
    "broke",
  ],
  ["a connection that breaks", "client_loop: send disconnect: Broken pipe", "broke"],
])("%s is told by name", (_, stderr, words) => {
  expect(why(stderr)).toContain(words);
});

test("what is none of these is not told as one", () => {
  expect(whyUnreached("Error response from daemon: rpc error: invalid argument")).toBeUndefined();
});
