import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";

const NOTHING = {
  names: [],
  email: undefined,
  server: "https://acme-v02.api.letsencrypt.org/directory",
  caFile: undefined,
  proxy: undefined,
  check: 3_600_000,
  retry: 300_000,
};

test("what is not given, or empty, has its default", () => {
  expect(readSettings({})).toEqual(NOTHING);
  expect(readSettings({ ACME_DOMAINS: " ", ACME_EMAIL: "", ACME_SERVER: "" })).toEqual(NOTHING);
});

test("what is given is read", () => {
  const given = {
    ACME_DOMAINS: "bücher.example",
    ACME_EMAIL: " admin@flipdocs.example\n",
    ACME_SERVER: "https://ca.example/directory",
    ACME_CA_FILE: "/ca.pem",
    ACME_PROXY: "proxy:8080",
    ACME_CHECK_SECONDS: "60",
    ACME_RETRY_SECONDS: "1.5",
  };
  expect(readSettings(given)).toEqual({
    names: ["xn--bcher-kva.example"],
    email: "admin@flipdocs.example",
    server: "https://ca.example/directory",
    caFile: "/ca.pem",
    proxy: "proxy:8080",
    check: 60_000,
    retry: 1500,
  });
});

test.each([
  [{ ACME_DOMAINS: "a_b.example" }, 'ACME_DOMAINS: "a_b.example" has an underscore.'],
  [{ ACME_EMAIL: "admin" }, "ACME_EMAIL: it is no e-mail address."],
  [{ ACME_EMAIL: "mailto:admin@flipdocs.example" }, "ACME_EMAIL: it is no e-mail address."],
  [{ ACME_SERVER: "http://ca.example" }, "ACME_SERVER: it is no https address."],
  [{ ACME_SERVER: "letsencrypt" }, "ACME_SERVER: it is no https address."],
  [{ ACME_PROXY: "http://proxy" }, "ACME_PROXY: it is no name with a port."],
  [
    { ACME_DOMAINS: "localhost", ACME_EMAIL: "a@b" },
    'ACME_DOMAINS: "localhost" has no dot, and so is nobody\'s in public; ACME_EMAIL: it is no e-mail address.',
  ],
])("%j asks nothing of the authority, and says why in one sentence", (wrong, refusal) => {
  expect(readSettings({ ACME_DOMAINS: "flipdocs.example", ...wrong })).toEqual({ ...NOTHING, refusal });
});

test.each(["86401", "2592000", "1e300"])("a pause of %j is a day, since a timer has no room for it", (seconds) => {
  const day = { check: 86_400_000, retry: 86_400_000 };
  expect(readSettings({ ACME_CHECK_SECONDS: seconds, ACME_RETRY_SECONDS: seconds })).toMatchObject(day);
});

test.each(["-1", "0", "1e-9", "soon", "Infinity"])("a pause of %j is refused", (ACME_RETRY_SECONDS) => {
  expect(readSettings({ ACME_RETRY_SECONDS })).toMatchObject({ refusal: /^ACME_RETRY_SECONDS: / });
});
