import { expect, test } from "vitest";
import { createMailbox, linkIn } from "./mailbox.ts";

const mail = { to: "ada@flipdocs.test", subject: "Hello", html: '<p>Go <a href="http://site.test/reset/1">there</a>' };
const asked = (key: string) => new Request("http://db/mails", { headers: { authorization: `Bearer ${key}` } });

test("a mail is told with its link, and kept for whoever has the secret key", async () => {
  const lines: string[] = [];
  const mailbox = createMailbox("secret", (line) => lines.push(line));
  await mailbox.send(mail);
  await mailbox.send({ to: "eve@flipdocs.test", subject: "Without a link" });
  const { to, subject } = mail;
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ to, subject, link: "http://site.test/reset/1" });
  const other = { to: "eve@flipdocs.test", subject: "Without a link", html: "" };
  expect(await mailbox.answer(asked("secret")).json()).toEqual({ mails: [other, mail] });
  expect(mailbox.answer(asked("another")).status).toBe(401);
});

test("a mail without a link has none", () => {
  expect(linkIn({ html: "<p>Hello" })).toBeUndefined();
});
