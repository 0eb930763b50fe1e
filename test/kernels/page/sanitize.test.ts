import { expect, test } from "vitest";
import { sanitize } from "../../../kernels/page/sanitize.ts";
import { table } from "../../../lib/notebook/mod.ts";

test.each([
  ['<p style="color:red;position:fixed;z-index:3">x</p>', '<p style="color:red">x</p>'],
  ['<p style="margin-left:-50px;padding:4px 10px">x</p>', '<p style="padding:4px 10px">x</p>'],
  [
    '<p style="background:rgba(128,128,128,0.25);width:calc(50% - 2px)">x</p>',
    '<p style="background:rgba(128,128,128,0.25);width:calc(50% - 2px)">x</p>',
  ],
  ['<p style="background:URL( http://x )">x</p>', "<p>x</p>"],
  ['<p class="a" id="b" data-x="1">x</p>', "<p>x</p>"],
  ['<img src="https://x/y.png">a', "a"],
  ['<img src="y.png">a', "a"],
  ['<a href="page.html#x">x</a>', '<a href="page.html#x">x</a>'],
  ['<td colspan="2">x</td>', '<td colspan="2">x</td>'],
])("sanitize() makes of %s what is harmless in it", (source, kept) => {
  expect(sanitize(source)).toBe(kept);
});

test("sanitize() keeps the library's own tables whole", () => {
  const source = String(table([{ a: "x", b: 2 }], { caption: "c" })["text/html"]);
  expect(sanitize(source)).toBe(source);
});

test("sanitize() keeps pictures that are part of the output", () => {
  const image = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a" width="10" />';
  expect(sanitize(image)).toBe(image);
});
