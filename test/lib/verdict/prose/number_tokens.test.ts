import fc from "fast-check";
import { expect, test } from "vitest";
import { proseNumbers } from "../../../../lib/verdict/mod.ts";
import { committed, NOTEBOOKS, textsOf } from "./notebooks.ts";

const texts = (markdown: string) => proseNumbers(markdown).map(({ text }) => text);

test.each<[string, string[]]>([
  ["1e-13, 1e−13 and 2E+5", ["1e-13", "1e−13", "2E+5"]],
  ["$10^{-13}$, $10^{26}$, 10²⁶, 9.0×10⁻⁵", ["10^{-13}", "10^{26}", "10²⁶", "9.0", "10⁻⁵"]],
  ["−0.5, -0.5, +3 and ±2", ["−0.5", "-0.5", "+3", "±2"]],
  ["25 % or 25% or $25\\%$", ["25", "25%", "25\\%"]],
  ["45/48 against 23/48", ["45", "48", "23", "48"]],
  ["P1, m4, $x_{12}$, `f32`", ["1", "4", "12", "32"]],
  ["2026-01-31, version 2.9.6, 25,200", ["2026", "-01", "-31", "2.9.6", "25,200"]],
  ["$\\tfrac12$, $-\\tfrac12$, −$5$, **−7**, $a - 5$", ["12", "-12", "−5", "−7", "-5"]],
  ["½, x², H₂, ١٢", ["½", "²", "₂", "١٢"]],
  [".5 and -.5, end.\n5. Next", [".5", "-.5", "5"]],
  // What looks like a sign and is none: bullets, rules, table borders, options.
  ["- 5 apples\n  + 6 pears\n> - 7\n\n---\n8 `--9`", ["5", "6", "7", "8", "9"]],
  ["| a | b |\n| ---: | :--- |\n| - | 5 |", ["5"]],
  ["ends with a sign -\n5", ["-5"]],
])("proseNumbers() reads %j", (markdown, expected) => {
  expect(texts(markdown)).toEqual(expected);
});

test("proseNumbers() tells places, the words around, and does not mind line ends", () => {
  const [, second] = proseNumbers("The first is 1\r\nand the second of them is 0.648 per sweep, as everyone had seen");
  expect(second).toEqual({
    index: 1,
    text: "0.648",
    offset: 41,
    context: "the second of them is 0.648 per sweep, as everyone",
    interpolation: null,
  });
});

const DIGIT = /\p{Nd}/u;
const other = (digit: string) => digit === "3" ? "7" : "3";

test.each(NOTEBOOKS)("proseNumbers() notices each single digit of %s, and no digit stands in two numbers", (name) => {
  let digits = 0;
  for (const { text } of textsOf(committed(name))) {
    const before = texts(text);
    for (let i = 0; i < text.length; i++) {
      if (!DIGIT.test(text[i]!)) continue;
      digits++;
      const after = texts(text.slice(0, i) + other(text[i]!) + text.slice(i + 1));
      const changed = before.filter((number, k) => number !== after[k]);
      expect(changed.length, `${text.slice(i - 10, i + 10)}`).toBe(1);
      expect(after.length).toBe(before.length);
    }
  }
  expect(digits).toBeGreaterThan(200);
});

const SEED = 20260311;

test(`proseNumbers() notices a changed digit and a changed sign in any text (seed ${SEED})`, () => {
  const piece = fc.constantFrom(
    ..."0123456789.-−+ \n|$^{}()\\eEx_*`#<>!/=,:%⁻²",
    "<!--= P4 -->",
    "<!--/-->",
    "-->",
    "<!--",
    "\\frac",
    "10^{-",
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 9 }), text, fc.integer({ min: 0, max: 9 }), (head, a, tail, b) => {
      fc.pre(a !== b);
      // Digits in a marker say what is shown, not what is seen.
      fc.pre(!/<!--=? *[^>]*$/.test(head));
      expect(values(`${head}${a}${tail}`)).not.toEqual(values(`${head}${b}${tail}`));
    }),
    { seed: SEED, numRuns: 2000 },
  );
  fc.assert(
    fc.property(text, fc.constantFrom("", "{", "(", "$", "\\sqrt{", "**", "\\,"), fc.nat(99), (head, between, n) => {
      fc.pre(!/<!--|[-+−⁻&]\W*$/.test(head));
      const [minus, plus] = ["]−", "]+"].map((sign) => values(`${head}${sign}${between}${n}`));
      expect(minus).not.toEqual(plus);
      expect(values(`${head}]${between}${n}`)).not.toEqual(minus);
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

function values(markdown: string): string[] {
  return proseNumbers(markdown).map(({ text, interpolation }) => `${text} ${interpolation?.expression ?? ""}`);
}

test("proseNumbers() takes no time that grows with the square of a hostile text", () => {
  // Each would take minutes if every beginning were searched to the end.
  for (const piece of ["<!--= ", "-{", "<!--", "1-", "- ", "<!-- = -", "\\a", "1 "]) {
    expect(Array.isArray(proseNumbers(piece.repeat(200_000)))).toBe(true);
  }
});
