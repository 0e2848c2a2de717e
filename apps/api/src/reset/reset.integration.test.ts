import { RESET_COOKIE } from "@flipdocs/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resetToken, resetTokens } from "../../test/mails.ts";
import { type Replica, startReplica } from "../../test/replica.ts";
import { givenServices } from "../../test/services.ts";
import { newEmail, PASSWORD, signUp, Visitor } from "../../test/visitor.ts";

const NEW_PASSWORD = "another horse battery staple";

let replica: Replica;
beforeAll(async () => {
  replica = await startReplica();
});
afterAll(() => replica.stop());

const forget = (email: string, address = "192.0.2.1") =>
  new Visitor(replica.url).post("/v1/auth/forgotten", { email }, { "x-forwarded-for": address });
const reset = (visitor: Visitor, token: string, password: string, headers: Record<string, string> = {}) =>
  visitor.post("/v1/auth/reset", { password }, { cookie: `${RESET_COOKIE}=${token}`, ...headers });
const signIn = async (email: string, password: string) =>
  (await new Visitor(replica.url).post("/v1/auth/sign-in", { email, password })).status;
const isIn = async (visitor: Visitor) => (await visitor.fetch("/v1/auth/session")).status === 200;

/** A member who has asked for a link, and the token of it. */
async function forgetful() {
  const member = await signUp(replica.url);
  await forget(member.user.email);
  return { member, email: member.user.email, token: await resetToken(member.user.email) };
}

describe("who asks for a link", () => {
  test("hears the same whether there is such an account or not, and only an account is sent one", async () => {
    const [{ user }, nobody] = [await signUp(replica.url), newEmail()];
    const answers = await Promise.all([user.email, nobody].map((email) => forget(email)));
    const said = await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]));
    expect(said).toEqual(Array(2).fill([204, ""]));
    expect(await resetToken(user.email)).toMatch(/^[0-9a-f]{56,64}$/);
    expect(await resetTokens(nobody)).toEqual([]);
  });

  test("asks five times in an hour, wherever from, whether there is such an account or not", async () => {
    for (const email of [(await signUp(replica.url)).user.email, newEmail()]) {
      const asked = Array.from({ length: 6 }, (_, turn) => forget(email, `198.51.100.${turn}`));
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      expect(statuses.sort()).toEqual([...Array(5).fill(204), 429]);
    }
  });
});

describe("a link", () => {
  test("gives a new password once, signs in, and ends what was opened before; no log has it", async () => {
    const { member, email, token } = await forgetful();
    const visitor = new Visitor(replica.url);
    expect((await reset(visitor, token, NEW_PASSWORD)).status).toBe(204);
    expect(visitor.setCookie).toContain(`${RESET_COOKIE}=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0`);
    expect([await isIn(visitor), await isIn(member)]).toEqual([true, false]);
    expect([await signIn(email, PASSWORD), await signIn(email, NEW_PASSWORD)]).toEqual([401, 200]);
    expect((await reset(new Visitor(replica.url), token, PASSWORD)).status).toBe(410);
    expect(replica.log()).not.toContain(token);
  });

  test("is not used up by a password that is not taken, and the old one may be kept", async () => {
    const { email, token } = await forgetful();
    const visitor = new Visitor(replica.url);
    const refused = ["P@ssw0rd1", `${"a".repeat(71)}é`, email];
    for (const password of refused) expect((await reset(visitor, token, password)).status).toBe(422);
    expect((await reset(visitor, token, PASSWORD)).status).toBe(204);
    expect(await isIn(visitor)).toBe(true);
  });

  test("that has ended leads a form without scripts to the page that says so", async () => {
    const { email, token } = await forgetful();
    const { SUPABASE_URL, SUPABASE_SECRET_KEY } = givenServices();
    const sql = `update auth.users set recovery_sent_at = now() - interval '2 hours' where email = '${email}'`;
    const headers = { authorization: `Bearer ${SUPABASE_SECRET_KEY}` };
    expect((await fetch(`${SUPABASE_URL}/sql`, { method: "POST", body: sql, headers })).status).toBe(200);
    const answer = await fetch(`${replica.url}/v1/auth/reset?next=/library&back=/reset`, {
      method: "POST",
      redirect: "manual",
      headers: { accept: "text/html", cookie: `${RESET_COOKIE}=${token}` },
      body: new URLSearchParams({ password: NEW_PASSWORD }),
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/reset?problem=link-over"]);
  });

  test("that leads nowhere is tried ten times from an address, and then none is", async () => {
    const from = { "x-forwarded-for": "203.0.113.7" };
    const wrong = Array.from({ length: 11 }, () =>
      reset(new Visitor(replica.url), crypto.randomUUID(), NEW_PASSWORD, from),
    );
    const statuses = (await Promise.all(wrong)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([...Array(10).fill(410), 429]);
  });
});
