import { expect, test } from "vitest";
import { refuseWeak, WEAK_PASSWORD } from "./strength.ts";

const signUp = (password: string) => refuseWeak({ email: "ada.lovelace@analytical.test", password });

test.each([
  ["password"],
  ["P@ssw0rd1"],
  ["12345678"],
  ["qwertyuiop"],
  ["letmein123"],
  ["aaaaaaaaaaaa"],
  ["abcabcabcabc"],
  ["19840713"],
  ["lovelace"],
  ["analytical1"],
  ["flipdocs"],
  ["p4ssw0rd".repeat(9)],
])("%s is not taken, and the reason does not repeat it", async (password) => {
  await expect(signUp(password)).rejects.toMatchObject({
    kind: "invalid",
    detail: WEAK_PASSWORD,
  });
});

test.each([
  ["correct horse battery staple"],
  ["a long enough password"],
  ["xkqjzvwp"],
  ["7-Zwerge-singen"],
  ["漢字は難しいです"],
])("%s is taken", async (password) => {
  await expect(signUp(password)).resolves.toBeUndefined();
});
