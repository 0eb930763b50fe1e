import { describe, expect, test } from "vitest";
import { InputError } from "../../../../lib/errors.ts";
import {
  type Evaluation,
  interpolate,
  InterpolationError,
  type LedgerRow,
  rowId,
  type RuleEvaluation,
  sealProse,
} from "../../../../lib/verdict/mod.ts";
import { displaying, markdown, notebook } from "./notebooks.ts";

function row(measure: string, params: LedgerRow["params"], value: LedgerRow["value"], status = "ok"): LedgerRow {
  const reason = status === "ok" ? null : "why";
  return {
    id: rowId(measure, params),
    measure,
    params,
    value,
    mcse: null,
    n: 1,
    unit: "1",
    status,
    reason,
  } as LedgerRow;
}

function rule(id: string, ...measures: (number | string | null)[]): RuleEvaluation {
  const clauses = measures.map((measure) => ({
    label: "l",
    verdict: "PASS" as const,
    measure,
    error: null,
    comparison: null,
    threshold: null,
    row: null,
    reason: null,
  }));
  const head = { statement: "s", mark: ["O" as const], published: null, threshold: null, error: null, reason: null };
  return { id, ...head, verdict: "PASS", measure: measures[0]!, clauses };
}

const verdict: Evaluation = {
  predictions: [rule("P4", 46, 0.75), rule("P5.a", null)],
  gates: [rule("V1", 1.7347e-17)],
  outcome: "MULTI-MODE",
};
const ledger = {
  rows: [
    row("gap", { beta: 3, family: "sk|2" }, 0.0250004),
    row("tau", {}, 1409.418),
    row("parity", {}, "odd_<b>"),
    row("ratio", {}, "Infinity"),
    row("tau", { L: 1000 }, 166.7, "censored"),
  ],
  verdict,
};

const shown = (marker: string) => {
  const [cell] = interpolate(notebook(`It is <!--=${marker}-->old<!--/--> here`), ledger).cells;
  return /-->(.*)<!--/.exec(String(cell!.source))![1];
};

describe("interpolate()", () => {
  test.each([
    [' gap(beta=3, family="sk|2") | 3 ', "0.025"],
    ['gap(beta=3, family="sk|2")|3s', "0.0250"],
    ['gap(beta=3, family="sk|2")', "0.025"],
    // As a table's cell needs it, and as an editor may wrap it.
    [' gap(beta=3,\nfamily="sk|2") \\| 5 ', "0.02500"],
    ["tau | 0", "1409"],
    ["tau | 3s", "1410"],
    ["tau", "1409"],
    ["P4", "46"],
    ["P4.1", "46"],
    ["P4.2 | 2", "0.75"],
    ["P4.verdict", "PASS"],
    ["V1 | 2s", "1.7e−17"],
    ["V1 | 2", "0.00"],
    ["P5.a", "–"],
    ["P5.a.verdict", "PASS"],
    ["outcome", "MULTI-MODE"],
    ["ratio | 3", "∞"],
    ["parity", "odd\\_&lt;b>"],
    // A bound is not a value.
    ["tau(L=1000)", "–"],
  ])("writes the value of %j as %j", (marker, expected) => {
    expect(shown(marker)).toBe(expected);
  });

  test.each([
    ["gap(beta=4)", /cell 1 .*nothing named "gap\(beta=4\)".*such as gap\(beta=3/],
    ["P4.3", /nothing named "P4.3"/],
    ["P4.0", /nothing named "P4.0"/],
    ["P4.constructor", /nothing named "P4.constructor"/],
    ["__proto__", /nothing named "__proto__"/],
    ["tau | 3 digits", /nothing named "tau \| 3 digits"/],
    ["tau | 40", /asks for 40 digits/],
    ["tau | 0s", /asks for 0 digits; ask for 1/],
    [" ", /is empty/],
  ])("refuses %j", (marker, message) => {
    const failed = () => shown(marker);
    expect(failed).toThrow(InterpolationError);
    expect(failed).toThrow(InputError);
    expect(failed).toThrow(message);
  });

  test.each([
    ["a <!--= tau -->5", /cell 2 .*"tau" is not closed/],
    ["a <!--= tau -->5 and <!--= P4 -->6<!--/-->", /"tau" is not closed/],
    ["a <!--= tau -->5\n\nand <!--/-->", /"tau" is not closed/],
    ["a 5<!--/-->", /no opening one/],
    ["a <!--= tau 5", /"tau 5" does not end/],
    ["a <!--= tau 5<!--/-->", /"tau 5" does not end/],
  ])("refuses %j, as sealProse() does", (source, message) => {
    const document = notebook("# Title", source);
    for (const use of [() => interpolate(document, ledger), () => sealProse(document)]) {
      expect(use).toThrow(InterpolationError);
      expect(use).toThrow(message);
    }
  });

  test("keeps the document, the form of each source, its line ends, and what is no markdown", () => {
    const lines = ["a <!--= P4 -->?<!--/-->,\r\n", "b <!--= P4.2 --><!--/-->\r\n", "c"];
    const document = {
      nbformat: 4,
      ...notebook(markdown(lines), displaying("<!--= P4 -->1<!--/-->"), "plain 5"),
    };
    const before = structuredClone(document);
    const written = interpolate(document, ledger);
    expect(document).toEqual(before);
    expect(written.nbformat).toBe(4);
    expect(written.cells[0]!.source).toEqual([
      "a <!--= P4 -->46<!--/-->,\r\n",
      "b <!--= P4.2 -->0.75<!--/-->\r\n",
      "c",
    ]);
    expect(written.cells.slice(1)).toEqual(document.cells.slice(1));
    expect(interpolate(written, ledger)).toEqual(written);
  });
});

test("sealProse() lists markdown cells and displayed Markdown with place, source and row", () => {
  const document = notebook(
    markdown("Published: 0.648, −5", { source: " exp 5, table 1 " }),
    displaying("of 7\n<!--= P4 -->8<!--/-->"),
    "No number",
    "It is −<!--= P4 -->46<!--/--> of 48",
  );
  expect(sealProse(document)).toEqual([
    { cell: 0, output: null, index: 0, text: "0.648", source: "exp 5, table 1", row: null },
    { cell: 0, output: null, index: 1, text: "−5", source: "exp 5, table 1", row: null },
    { cell: 1, output: 1, index: 0, text: "7", source: null, row: null },
    { cell: 1, output: 1, index: 1, text: "4", source: null, row: null },
    { cell: 1, output: 1, index: 2, text: "8", source: null, row: null },
    { cell: 3, output: null, index: 0, text: "−46", source: null, row: "P4" },
    { cell: 3, output: null, index: 1, text: "48", source: null, row: null },
  ]);
});
