import { beforeAll, describe, expect, test } from "vitest";
import {
  type CodeCell,
  executeNotebook,
  formatNotebook,
  parseNotebook,
  runParallel,
  type RunReport,
} from "../../kernels/runner/mod.ts";
import { DENO } from "../kernels/guard/deno_path.ts";
import { canaryCases } from "./canary.ts";

/** Long enough for any cell that ends by itself, and not for those that do not. */
const SECONDS = 10, SECONDS_WITHOUT_AN_END = 2;
const WITHOUT_AN_END: readonly unknown[] = ["timeout", "pending"];

const CASES = canaryCases();

describe.skipIf(DENO === null)("executeNotebook(), canary", () => {
  let reports: readonly RunReport[] = [];
  beforeAll(async () => {
    const jobs = CASES.map(({ document, red }) => () =>
      executeNotebook(document, {
        cwd: ".",
        deno: DENO!,
        environment: {},
        timeoutSeconds: WITHOUT_AN_END.includes(red) ? SECONDS_WITHOUT_AN_END : SECONDS,
        onEvent: () => {},
      })
    );
    reports = await runParallel(jobs, 2) as RunReport[];
  });

  test.each(CASES.map((one, i) => ({ ...one, i })))(
    "executeNotebook() says $red of the case $name",
    ({ red, i, document }) => {
      const report = reports[i]!;
      expect(report.failure?.kind ?? null, report.failure?.message).toBe(red);
      // Neither the case nor the cell before it may look as if nothing had happened.
      if (red !== null) {
        expect(report.cells.some(({ status }) => status === "error")).toBe(true);
        expect(report.document.cells.some((cell) => hasError(cell as CodeCell))).toBe(true);
        expect(report.failure!.message).toMatch(/^cell \d+ \(/);
      } else {
        expect(report.cells.map(({ status }) => status)).toEqual(document.cells.map(() => "ok"));
      }
      expect(parseNotebook(formatNotebook(report.document), "executed.ipynb")).toEqual(report.document);
    },
  );

  test("executeNotebook() keeps the late output that a stock client loses", () => {
    const report = reports[CASES.findIndex(({ name }) => name === "late-output")]!;
    const text = { output_type: "stream", name: "stdout", text: ["late\n"] };
    expect(report.document.cells.flatMap((cell) => (cell as CodeCell).outputs)).toContainEqual(text);
  });
});

function hasError(cell: CodeCell): boolean {
  return cell.outputs.some((output) => output.output_type === "error");
}
