import { createHash } from "node:crypto";
import { NewShare, ShareAccess, type ShareChange } from "@flipdocs/contract";
import { z } from "zod";

/** What the forms of a book's links send, or why not. */
export type Change =
  | { act: "make"; wanted: NewShare; key: string | undefined }
  | { act: "change"; share: string; change: ShareChange }
  | { act: "revoke"; share: string }
  | { act: "refuse"; why: Refusal };

/** Why a link is not made or changed, for people. */
export const REFUSALS = {
  password: "A password has 8 to 72 characters.",
  weak: "This password would be among the first to be tried. Choose a longer one, such as four words of your own.",
  endsAt: "The last day has to be today or later.",
  form: "Something in the form is not as it should be: check it.",
  away: "FlipDocs did not get an answer it needed. Wait a moment, then try again.",
} as const;
export type Refusal = keyof typeof REFUSALS;

const Switch = z.object({ share: z.uuid(), name: z.enum(["embeddable", "downloadable"]), on: z.enum(["yes", "no"]) });
const Day = z.iso.date();

/**
 * Reads what a form of a book's links sent.
 *
 * @param form - its fields, all of them texts
 * @param today - as `2026-11-27`, in UTC
 */
export function changeIn(form: Record<string, unknown>, today: string): Change {
  if (form.act === "make") return newLink(form, today);
  if (form.act === "revoke") {
    const share = z.uuid().safeParse(form.share);
    return share.success ? { act: "revoke", share: share.data } : refuse("form");
  }
  const turned = Switch.safeParse(form);
  if (form.act !== "change" || !turned.success) return refuse("form");
  const { share, name, on } = turned.data;
  return { act: "change", share, change: { [name]: on === "yes" } };
}

function newLink(form: Record<string, unknown>, today: string): Change {
  const access = ShareAccess.safeParse(form.access);
  const day = form.lastDay ? Day.safeParse(form.lastDay) : undefined;
  if (!access.success) return refuse("form");
  if (day && (!day.success || day.data < today)) return refuse("endsAt");
  const wanted = NewShare.safeParse({
    access: access.data,
    // All fields are sent, whatever kind of link is chosen.
    ...(access.data === "password" ? { password: form.password } : {}),
    ...(day ? { endsAt: `${day.data}T23:59:59.999Z` } : {}),
    embeddable: access.data !== "password" && form.embeddable !== undefined,
    downloadable: form.downloadable !== undefined,
  });
  if (wanted.success) return { act: "make", wanted: wanted.data, key: keyOf(form.form, wanted.data) };
  const [field] = wanted.error.issues[0]?.path ?? [];
  return refuse(field === "password" ? field : "form");
}

/**
 * Under which key a form is sent: the same form twice makes one link, and one that was gone back to and changed another. With
 * the form's own number in it nobody finds a password by the key.
 */
function keyOf(form: unknown, wanted: NewShare): string | undefined {
  const number = z.uuid().safeParse(form);
  if (!number.success) return undefined;
  return createHash("sha256")
    .update(JSON.stringify([number.data, wanted]))
    .digest("base64url");
}

const refuse = (why: Refusal): Change => ({ act: "refuse", why });
