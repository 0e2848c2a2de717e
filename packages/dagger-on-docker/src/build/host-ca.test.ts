import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { hostCa } from "./host-ca.ts";

const here = fileURLToPath(import.meta.url);
const beside = fileURLToPath(new URL("./host-ca.ts", import.meta.url));

afterEach(() => vi.unstubAllEnvs());

test.each([
  [here, beside, here],
  ["/nowhere", beside, beside],
  ["", beside, beside],
  ["", "/nowhere", undefined],
])("of NODE_EXTRA_CA_CERTS=%s and SSL_CERT_FILE=%s it is %s", (extra, all, file) => {
  vi.stubEnv("NODE_EXTRA_CA_CERTS", extra);
  vi.stubEnv("SSL_CERT_FILE", all);
  expect(hostCa()).toBe(file);
});
