import { expect, test } from "vitest";
import { markdown } from "../../../lib/notebook/markdown.ts";
import { table } from "../../../lib/notebook/table.ts";

test("markdown() removes the common indentation and keeps deeper ones", () => {
  expect(
    markdown`
    # Title

    - one
      - two
  `["text/markdown"],
  ).toBe("# Title\n\n- one\n  - two");
});

test("markdown() keeps backslashes, so that formulas are written once", () => {
  expect(markdown`$\tau_{\max} = \frac{1}{2}$ and \$5`["text/markdown"]).toBe(
    "$\\tau_{\\max} = \\frac{1}{2}$ and \\$5",
  );
});

test("markdown() lets a backtick and ${ be escaped", () => {
  expect(markdown`\`code\` \${x}`["text/markdown"]).toBe("`code` ${x}");
});

test("markdown() formats numbers and puts in the Markdown of a table", () => {
  const bundle = markdown`
    Gap ${0.012345678}:

    ${table([{ a: 1 }])}

    End
  `;
  expect(bundle["text/markdown"]).toBe("Gap 0.01235:\n\n| a |\n| ---: |\n| 1 |\n\nEnd");
});

test.each([null, undefined, {}, { "text/plain": "x" }])("markdown() refuses %s", (value) => {
  expect(() => markdown`${value as never}`).toThrow(/into Markdown/);
});
