import {
  AMENDMENT_TAG,
  type Examination,
  findPreregistration,
  type FreezeRecord,
  freezeRegistration,
  PREREGISTRATION_TAG,
} from "../../../lib/verdict/mod.ts";
import { CELL } from "./cell_fixture.ts";
import type { Loose } from "./fixtures.ts";

/** A notebook with the tagged cells in order, each behind a text. */
export function notebookOf(...tagged: readonly (readonly [source: string, ...tags: string[]])[]): Loose {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: tagged.flatMap(([source, ...tags]) => [
      { cell_type: "markdown", metadata: {}, source: "# Text" },
      { cell_type: "code", metadata: { tags }, source, outputs: [], execution_count: null },
    ]),
  };
}

/** The cells of a chain as a notebook: the first is the registration. */
export function chainOf(...sources: readonly string[]): Loose {
  return notebookOf(...sources.map((source, i) => [source, i === 0 ? PREREGISTRATION_TAG : AMENDMENT_TAG] as const));
}

/** The digest of the last cell. */
export function digestOf(...sources: readonly string[]): string {
  return findPreregistration(chainOf(...sources))!.digest;
}

/** The source of an amendment cell. */
export function amendmentCell(
  amended: string,
  name: string,
  amends: string,
  changes: readonly unknown[],
  parts: Readonly<Record<string, unknown>> = {},
): string {
  const data = { schemaVersion: 1, amends, reason: "The form asks for it", seen: "nothing", changes, ...parts };
  return `// Why, and what had been seen.\nconst ${name} = amend(${amended}, ${JSON.stringify(data, null, 2)});\n`;
}

/** To form 2. */
export const LIFT: readonly unknown[] = [
  { op: "replace", path: "/schemaVersion", value: 2 },
  { op: "add", path: "/measures", value: { overlap: { unit: "1", range: [0, 1], plannedError: 0 } } },
];

/** A registration of form 1, its lift to form 2, and an amendment of that. */
export function threeCells(): readonly [string, string, string] {
  const second = amendmentCell("plan", "lifted", digestOf(CELL), LIFT);
  const cap = [{ op: "replace", path: "/budget/capSeconds", value: 120 }];
  const third = amendmentCell("lifted", "last", digestOf(CELL, second), cap, { seen: "the quick run, in seconds" });
  return [CELL, second, third];
}

export const EXAMINATION: Examination = {
  witnesses: [
    { rule: "P1", verdict: "PASS", statement: "every overlap at 0" },
    { rule: "P1", verdict: "FAIL", statement: "every overlap at 1" },
  ],
  mutants: {
    count: 20,
    changed: 19,
    survivors: [{ rule: "P1", mutant: "max in place of every", reason: "equivalent" }],
  },
};

/** The cells as they are frozen together. */
export function frozenOf(sources: readonly string[], existing: FreezeRecord | null = null): FreezeRecord {
  const found = findPreregistration(chainOf(...sources))!;
  return freezeRegistration({ found, existing, libraryVersion: "0.1.0", examine: () => EXAMINATION }).record;
}
