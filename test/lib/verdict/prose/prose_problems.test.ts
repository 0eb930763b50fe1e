import { describe, expect, test } from "vitest";
import { proseNumbers, proseProblems, sealProse } from "../../../../lib/verdict/mod.ts";
import type { ProseDocument } from "../../../../lib/verdict/mod.ts";
import { Choices } from "./random.ts";
import { committed, displaying, markdown, notebook, NOTEBOOKS, notebookText, textsOf } from "./notebooks.ts";

const NOTHING = { rows: [], verdict: null };
const ledger = { rows: [{ id: "gap(beta=3)", measure: "gap", value: 0.6481, status: "ok" } as never], verdict: null };

const after = (sealed: ProseDocument, present: ProseDocument) =>
  proseProblems(present, { ...ledger, prose: sealProse(sealed) }).problems;

/** The place that a problem names. */
const cellOf = (problem: string) => Number(/^cell (\d+)/.exec(problem)![1]) - 1;

describe.each(NOTEBOOKS)("proseProblems() on %s", (name) => {
  const document = committed(name);
  const prose = sealProse(document);
  const problemsOf = (changed: ProseDocument) => proseProblems(changed, { ...NOTHING, prose }).problems;

  test("has many numbers to compare, of both kinds", () => {
    expect(prose.filter(({ output }) => output === null).length).toBeGreaterThan(20);
    expect(prose.filter(({ output }) => output !== null).length).toBeGreaterThan(100);
  });

  test.each([1, 2, 3, 4, 5])("finds a changed digit in each of 20 numbers, and names its cell (seed %i)", (seed) => {
    const random = new Choices(seed);
    let all: ProseDocument = document;
    const expected: number[] = [];
    for (const kind of ["markdown", "display"] as const) {
      const texts = textsOf(document).filter((text) => text.kind === kind);
      const numbers = texts.flatMap((text, at) => proseNumbers(text.text).map((number) => ({ ...number, at })));
      for (const { at, offset, text } of random.some(numbers, 10)) {
        // The digit is changed in the raw text, at a place that the number itself gives.
        const digits = [...text.matchAll(/[0-9²³¹⁰⁴-⁹]/g)];
        expect(digits.length).toBeGreaterThan(0);
        const sign = /^[+\-−]/.test(text) ? 1 : 0;
        const place = offset + random.one(digits).index - sign;
        const replaced = (whole: string) =>
          whole.slice(0, place) + random.otherDigit(whole[place]!) + whole.slice(place + 1);
        const here = texts[at]!;
        const alone = problemsOf(here.replaced(document, replaced(here.text)));
        expect(alone.length, `${text} in cell ${here.cell + 1}`).toBe(1);
        expect(cellOf(alone[0]!)).toBe(here.cell);
        expect(alone[0]).toContain(`"${text}" was sealed`);
        const now = textsOf(all).filter((text) => text.kind === kind)[at]!;
        all = here.replaced(all, replaced(now.text));
        expected.push(here.cell);
      }
    }
    const together = problemsOf(all);
    expect(together).toHaveLength(20);
    expect(together.map(cellOf).sort()).toEqual(expected.sort());
  });

  test("has nothing to say of the untouched notebook, nor of one that was only written otherwise", () => {
    const value = JSON.parse(notebookText(name));
    const mapped = (change: (text: string) => string | string[]) =>
      textsOf(document).reduce((of, text) => text.replaced(of, change(text.text) as string), document);
    const forms: ProseDocument[] = [
      document,
      JSON.parse(JSON.stringify(value)),
      JSON.parse(JSON.stringify(value, null, "\t")),
      mapped((text) => text),
      mapped((text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? []),
      mapped((text) => [...text]),
      mapped((text) => text.replaceAll("\n", "\r\n")),
      mapped((text) => text.replaceAll("\n", "\r\n").match(/[^\n]*\n|[^\n]+$/g) ?? []),
    ];
    for (const form of forms) expect(problemsOf(form)).toEqual([]);
  });

  test("finds each interpolated number that was changed", () => {
    // The first ten numbers of the markdown cells become interpolated ones.
    const rows: { id: string; value: number; status: "ok" }[] = [];
    let tied: ProseDocument = document;
    for (const text of textsOf(document).filter(({ kind }) => kind === "markdown")) {
      let source = text.text;
      for (const { text: number, offset } of proseNumbers(source).toReversed()) {
        if (!/^\d$/.test(number) || rows.length === 10) continue;
        const id = `figure(n=${rows.length})`;
        rows.push({ id, value: Number(number), status: "ok" });
        source = `${source.slice(0, offset)}<!--= ${id} -->${number}<!--/-->${source.slice(offset + 1)}`;
      }
      tied = text.replaced(tied, source);
    }
    expect(rows).toHaveLength(10);
    const record = { rows: rows as never[], verdict: null, prose: sealProse(tied) };
    expect(proseProblems(tied, record).problems).toEqual([]);
    for (const { id, value } of rows) {
      const texts = textsOf(tied).filter(({ text }) => text.includes(id));
      expect(texts).toHaveLength(1);
      const changed = texts[0]!.text.replace(`${id} -->${value}<`, `${id} -->${(value + 1) % 10}<`);
      const problems = proseProblems(texts[0]!.replaced(tied, changed), record).problems;
      expect(problems).toHaveLength(1);
      expect(cellOf(problems[0]!)).toBe(texts[0]!.cell);
      expect(problems[0]).toContain(`the ledger gives ${value} for ${id} (`);
    }
    // The ledger's row changes and the notebook does not.
    const other = rows.map((row, i) => i === 4 ? { ...row, value: 77 } : row);
    const drifted = proseProblems(tied, { ...record, rows: other as never[] }).problems;
    expect(drifted).toHaveLength(1);
    expect(drifted[0]).toContain("the ledger gives 77 for figure(n=4)");
  });
});

describe("proseProblems()", () => {
  test("names a changed number and a changed sign with cell, number and words", () => {
    const sealed = notebook("# A", "The gap γ_eff = 0.648 per sweep and $a - 3$", displaying("of 7 cells"));
    expect(after(sealed, notebook("# A", "The gap γ_eff = 0.649 per sweep and $a + 3$", displaying("of 8 cells"))))
      .toEqual([
        'cell 2 (markdown), number 1: "0.649" stands where "0.648" was sealed (… The gap γ_eff = 0.649 per sweep and $a + 3$ …)',
        'cell 2 (markdown), number 2: "+3" stands where "-3" was sealed (… per sweep and $a + 3$ …)',
        'cell 3, output 2, number 1: "8" stands where "7" was sealed (… of 8 cells …)',
      ]);
  });

  test("names a number that was added or taken away, and not those behind it", () => {
    const sealed = notebook("1, 2, 3, 4, 5 and 5", "6 and 7");
    expect(after(sealed, notebook("1, 2, 9, 3, 4, 5 and 5", "6 and 7"))).toEqual([
      'cell 1 (markdown), number 3: "9" was not there when the numbers were sealed (… 1, 2, 9, 3, 4, 5 and 5 …)',
    ]);
    expect(after(sealed, notebook("1, 3, 4, 5 and 5", "6 and 7"))).toEqual([
      'cell 1 (markdown): "2", number 2 when it was sealed, is gone',
    ]);
    expect(after(sealed, notebook("1, 2, 3, 4, 5 and 5", "none"))).toHaveLength(2);
  });

  test("does not blame the cells behind one that was put in or taken out", () => {
    const cells = ["1, 2 and 3", "4, 5 and 6", "7, 8 and 9", "10, 11 and 12"] as const;
    const [a, b, c, d] = cells;
    const sealed = notebook(...cells);
    expect(after(sealed, notebook(a, "# no number", b, c, d))).toEqual([]);
    const put = after(sealed, notebook(a, "now 77", b, "7, 8 and 99", d));
    expect(put.map((problem) => problem.split(" (…")[0])).toEqual([
      'cell 2 (markdown), number 1: "77" was not there when the numbers were sealed',
      'cell 4 (markdown), number 3: "99" stands where "9" was sealed',
    ]);
    expect(after(sealed, notebook(a, c, d)).map(cellOf)).toEqual([1, 1, 1]);
  });

  test("does not take an output for a markdown cell", () => {
    expect(after(notebook("of 7"), notebook(displaying("of 7")))).toHaveLength(2);
  });

  test("compares what is interpolated with the ledger, and with the seal", () => {
    const tied = (marker: string, value: string) => notebook(`gap <!--= ${marker} -->${value}<!--/--> per sweep`);
    const sealed = tied("gap(beta=3) | 3", "0.648");
    expect(after(sealed, sealed)).toEqual([]);
    expect(after(sealed, tied("gap(beta=3) | 3", "0.649"))).toEqual([
      'cell 1 (markdown), number 1: "0.649" stands where the ledger gives 0.648 for gap(beta=3) (… gap 0.649 per sweep …)',
    ]);
    expect(after(sealed, tied("gap(beta=3) | 2", "0.65"))).toEqual([
      'cell 1 (markdown), number 1: "0.65" stands where "0.648" was sealed (… gap 0.65 per sweep …)',
    ]);
    expect(after(sealed, notebook("gap 0.648 per sweep"))).toEqual([
      'cell 1 (markdown), number 1: "0.648" is not interpolated, it was sealed as gap(beta=3) (… gap 0.648 per sweep …)',
    ]);
    expect(after(sealed, notebook("gap −<!--= gap(beta=3) | 3 -->0.648<!--/--> per sweep"))[0]).toMatch(
      /"−0.648" stands where "0.648" was sealed/,
    );
    expect(after(sealed, tied("gap(beta=4) | 3", "0.648"))[0]).toMatch(
      /^cell 1 \(markdown\), number 1: the ledger has nothing named "gap\(beta=4\)"/,
    );
    expect(after(sealed, notebook("gap <!--= gap(beta=3) | 3 -->0.648 per sweep"))[0]).toMatch(
      /^cell 1 \(markdown\): the marker "gap\(beta=3\) \| 3" is not closed/,
    );
  });

  test("names a source of published figures that was changed or taken away", () => {
    const sealed = notebook(markdown("Published: 0.648", { source: "exp 5" }));
    expect(after(sealed, sealed)).toEqual([]);
    expect(after(sealed, notebook(markdown("Published: 0.648", { source: "exp 6" })))).toEqual([
      'cell 1 (markdown): its figures are said to be from "exp 6", sealed was "exp 5"',
    ]);
    expect(after(sealed, notebook("Published: 0.648"))).toHaveLength(1);
  });

  test("says when nothing was ever sealed, and still compares what is interpolated", () => {
    const present = notebook("A gap of 0.7", "gap <!--= gap(beta=3) | 3 -->0.649<!--/-->");
    const { problems, sealed } = proseProblems(present, ledger);
    expect(sealed).toBe(false);
    expect(problems).toHaveLength(1);
    expect(proseProblems(notebook("5"), { ...ledger, prose: [] }).sealed).toBe(true);
    expect(proseProblems(notebook("5"), { ...ledger, prose: [] }).problems).toHaveLength(1);
  });

  test("compares ten thousand numbers in one text", () => {
    const many = (from: number) => Array.from({ length: 10_000 }, (_, i) => (i * 7919 + from) % 10_007).join(" ");
    expect(after(notebook(many(0)), notebook(many(0).replace(/ 7919 /, " 7918 ")))).toHaveLength(1);
    expect(after(notebook(many(0)), notebook(many(1))).length).toBeGreaterThan(9_000);
  });
});
