import { expect, test, vi } from "vitest";
import type { Transport } from "./client.ts";
import { sharingApi } from "./sharing.ts";

const BOOK = "0b1e5c0a-58a5-4b1f-9c7e-0d3f6d1f2a11";
const TOKEN = "abcdefghijklmnopqrstuvwx";
const share = {
  id: BOOK,
  token: TOKEN,
  access: "unlisted",
  endsAt: null,
  embeddable: false,
  downloadable: true,
  views: 3,
  createdAt: "2026-11-23T09:00:00.000Z",
};

function answering(body: unknown, status = 200) {
  const send = vi.fn<Transport>(async () => new Response(status === 204 ? null : JSON.stringify(body), { status }));
  return { sharing: sharingApi(send), send };
}

test("makes a link, and changes what it allows", async () => {
  const { sharing, send } = answering(share);
  await expect(sharing.makeShare(BOOK, { access: "unlisted", downloadable: true })).resolves.toEqual(share);
  await sharing.changeShare(BOOK, share.id, { embeddable: true });
  const sent = send.mock.calls.map(([path, init]) => [init?.method, path, init?.body]);
  expect(sent).toEqual([
    ["POST", `/v1/books/${BOOK}/shares`, '{"access":"unlisted","downloadable":true}'],
    ["PATCH", `/v1/books/${BOOK}/shares/${share.id}`, '{"embeddable":true}'],
  ]);
});

test("takes a link that breaks the contract for no answer", async () => {
  const { sharing } = answering({ shares: [{ ...share, access: "friends" }] });
  await expect(sharing.shares(BOOK)).rejects.toMatchObject({ status: 0 });
});

test("a token stays in its place, whatever is in it", async () => {
  const { sharing, send } = answering(null, 204);
  await sharing.openShare("../books/x?", "seven quiet otters");
  expect(send.mock.calls[0]?.[0]).toBe("/v1/shares/..%2Fbooks%2Fx%3F/open");
});

test("says why a link does not open", async () => {
  const problem = { type: "urn:flipdocs:problem:locked", title: "This link has a password", status: 403 };
  await expect(answering(problem, 403).sharing.sharedBook(TOKEN)).rejects.toMatchObject({ status: 403 });
});
