import { expect, test } from "vitest";
import { html } from "../../../lib/notebook/html.ts";
import { DISPLAY_SYMBOL } from "../../../lib/notebook/mime.ts";

test("html() escapes what is interpolated, in text and in attributes", () => {
  const evil = `"><script>alert('1')</script>&`;
  const source = String(html`<p title="${evil}">${evil}</p>`);
  expect(source).not.toContain("<script");
  expect(source.match(/"/g)).toHaveLength(2);
});

test("html() keeps fragments, joins lists, formats numbers, leaves out null and false", () => {
  const items = [1, 2.5].map((n) => html`<li>${n}</li>`);
  expect(String(html`<ul>${items}</ul>${null}${undefined}${false}${true}${1e-7}`)).toBe(
    "<ul><li>1</li><li>2.5</li></ul>true1×10⁻⁷",
  );
});

test("html() does not take an object with a toString for markup", () => {
  expect(() => html`${{ toString: () => "<b>" } as never}`).toThrow(/type "object"/);
});

test("html() gives a plain form without tags", () => {
  const bundle = html`
    <p>a ${"<"} b</p>
    <p>c</p>
  `[DISPLAY_SYMBOL]();
  expect(bundle["text/plain"]).toBe("a < b\nc");
});
