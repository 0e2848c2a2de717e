import { expect, test } from "vitest";
import { NotPushed, NotSigned, RegistryAway, RegistryRefused, registryError } from "../src/release/registry-error.ts";

/** What skopeo 1.18 and cosign 2.5 said of real registries. */
const said = {
  gone: 'time="…" level=fatal msg="trying to reuse blob sha256:5f at destination: pinging container registry 127.0.0.1:5000: Get \\"https://127.0.0.1:5000/v2/\\": dial tcp 127.0.0.1:5000: connect: connection refused"',
  unknown: "dial tcp: lookup registry.example on 127.0.0.11:53: no such host",
  broken: "received unexpected HTTP status: 503 Service Unavailable",
  distrusted: "tls: failed to verify certificate: x509: certificate signed by unknown authority",
  plain: "http: server gave HTTP response to HTTPS client",
  password: 'level=fatal msg="… checking whether a blob exists: unauthorized: authentication required"',
  rights: "denied: permission_denied: write_package",
  full: "uploading layer chunked: unknown: unknown error: no space left on device",
};

test.each([
  ["gone", RegistryAway, "does not answer"],
  ["unknown", RegistryAway, "does not answer"],
  ["broken", RegistryAway, "does not answer"],
  ["distrusted", RegistryAway, "has a certificate that nothing here vouches for"],
  ["plain", RegistryAway, "does not speak TLS"],
  ["password", RegistryRefused, "refuses these credentials"],
  ["rights", RegistryRefused, "refuses these credentials"],
  ["full", NotPushed, "did not take the image"],
] as const)("a registry that is %s", (state, Kind, problem) => {
  const error = registryError("registry.example/flipdocs-web", said[state]);
  expect(error).toBeInstanceOf(Kind);
  expect(error.name).toBe(Kind.name);
  expect(error.problem).toBe(`registry.example/flipdocs-web: the registry ${problem}.`);
});

test("says what happened, what to do, and the end of what was said", () => {
  const log = ["1", "2", "3", "4", "5", "x509: certificate has expired", ""].join("\n");
  expect(registryError("r.example/web", log).message).toBe(
    [
      "r.example/web: the registry has a certificate that nothing here vouches for.",
      "Give the certificate of its authority: --ca registry-ca.pem",
      "",
      "2",
      "3",
      "4",
      "5",
      "x509: certificate has expired",
    ].join("\n"),
  );
});

test("what only one step can meet is looked for first", () => {
  const log = "lookup rekor.sigstore.dev: no such host";
  const error = registryError("r.example/web", log, [[/rekor/, NotSigned, "the log does not answer", "Sign without"]]);
  expect(error).toBeInstanceOf(NotSigned);
});
