import { expect, test } from "vitest";
import { ansiToHtml } from "../../../kernels/page/ansi.ts";

test.each([
  ["plain <&>", "plain &lt;&amp;&gt;"],
  ["\u001b[1;31mx\u001b[22my\u001b[mz", '<span class="ansi-red ansi-bold">x</span><span class="ansi-red">y</span>z'],
  ["\u001b[38;5;208mx\u001b[0m", "x"],
  ["\u001b[38;2;1;31;3mx\u001b[3my", 'x<span class="ansi-italic">y</span>'],
  ["\u001b[90mx", '<span class="ansi-grey">x</span>'],
  ["a\u001b[2K\u001b[1Gb\u001b[?25l", "ab"],
  ["\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link"],
  ["10 %\r20 %\r\nnext\r", "20 %\nnext"],
  ["a\u0000\u0007b\tc", "ab\tc"],
  ["broken \u001b[31", "broken [31"],
  ["\u001b[4m\u001b[4mx", '<span class="ansi-underline">x</span>'],
])("ansiToHtml() renders %j", (text, html) => {
  expect(ansiToHtml(text)).toBe(html);
});
