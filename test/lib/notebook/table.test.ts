import { Window } from "happy-dom";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { table } from "../../../lib/notebook/table.ts";

const EVIL = `<img src=x onerror=alert(1)> | \`*_[a](javascript:1) $x$ & "q"`;

test("table() shows the same text in HTML and in Markdown, whatever the text is", () => {
  const bundle = table([{ "key | <b>": EVIL, n: -1.5 }], { caption: EVIL });
  const rendered = new MarkdownIt({ html: true }).render(String(bundle["text/markdown"]));
  for (const source of [String(bundle["text/html"]), rendered]) {
    const { document } = new Window();
    document.body.innerHTML = source;
    expect([...document.querySelectorAll("th")].map((cell) => cell.textContent)).toEqual(["key | <b>", "n"]);
    expect([...document.querySelectorAll("td")].map((cell) => cell.textContent)).toEqual([EVIL, "−1.5"]);
    expect(document.querySelectorAll("img, a, script, b, em")).toHaveLength(0);
  }
});

test("table() needs no style sheet and no script", () => {
  expect(String(table([{ a: 1 }])["text/html"])).not.toMatch(/<style|<script|class=|id=/);
});

test("table() aligns numbers right in text", () => {
  const rows = [{ name: "a", value: 1 }, { name: "longer", value: 12.5 }, { name: "é̂", value: null }];
  expect(table(rows, { caption: "Values" })["text/plain"]).toBe(
    "Values\nname    value\n------  -----\na           1\nlonger   12.5\né̂           –",
  );
});

test("table() takes columns in the order given, with labels, digits and formats", () => {
  const text = table([{ a: 1.23456, b: true, c: 3 }], {
    columns: [
      { key: "c", format: (value, row) => `${value}/${row["a"]}` },
      "b",
      { key: "a", label: "A", digits: 2, align: "left" },
    ],
  })["text/plain"];
  expect(text).toBe("        c  b    A\n---------  ---  ---\n3/1.23456  yes  1.2");
});

test("table() collects the keys of all rows", () => {
  expect(String(table([{ a: 1 }, { b: 2 }])["text/plain"]).split("\n")[0]).toBe("a  b");
});

test("table() of no rows shows the headings", () => {
  expect(table([], { columns: ["a"] })["text/plain"]).toBe("a\n-");
});

test("table() names a column that no row has", () => {
  expect(() => table([{ a: 1 }], { columns: ["b"] })).toThrow('Cannot show the column "b": no row has it');
});

test("table() refuses values of other types and more than 10,000 cells", () => {
  expect(() => table([{ a: {} as never }])).toThrow(/column "a"/);
  expect(() => table(Array.from({ length: 5001 }, () => ({ a: 1, b: 2 })))).toThrow("5001 × 2 cells");
  expect(() => table(Array.from({ length: 5000 }, () => ({ a: 1, b: 2 })))).not.toThrow();
});
