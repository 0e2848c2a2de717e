import { expect, test } from "vitest";
import { embedCode } from "./embed-code.ts";

test("is a frame of the book, whose title says what it is", () => {
  expect(embedCode("https://flipdocs.test", "abcdefghijklmnopqrstuvwx", "Atlas")).toBe(
    '<iframe src="https://flipdocs.test/embed/abcdefghijklmnopqrstuvwx" title="Atlas" width="800" height="600" ' +
      'style="border:0;max-width:100%" loading="lazy" allow="fullscreen" referrerpolicy="no-referrer"></iframe>',
  );
});

test("has nothing of a title in it but text", () => {
  expect(embedCode("", "", '"><script>alert(1)</script>&')).toContain(
    'title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"',
  );
});
