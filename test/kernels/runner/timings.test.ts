import { describe, expect, test } from "vitest";
import { type CellReport, formatNotebook, withTimings } from "../../../kernels/runner/mod.ts";
import { code, markdown, notebook } from "./cells.ts";

const START = "2026-01-02T03:04:05.000Z";

function cell(index: number, changed: Partial<CellReport> = {}): CellReport {
  return {
    index,
    id: `c${index}`,
    executionCount: 1,
    startedAt: START,
    seconds: 0.25,
    outputCount: 0,
    status: "ok",
    ...changed,
  };
}

describe("withTimings()", () => {
  test("withTimings() writes papermill's metadata for the notebook and each code cell, into a copy", () => {
    const document = notebook(markdown("# Title"), code("1", "a-tag"), code("2"), code("3"));
    const before = formatNotebook(document);
    const failure = { kind: "cell-error", cell: 2, message: "" } as const;
    const cells = [
      cell(1),
      cell(2, { status: "error", seconds: 61.0000004 }),
      cell(3, { status: "not-run", startedAt: null, seconds: 0 }),
    ];
    const timed = withTimings(document, { startedAt: START, seconds: 62, failure, cells });
    expect(formatNotebook(document)).toBe(before);
    // Keys and words as papermill 2.7.0 writes them (papermill/engines.py, NotebookExecutionManager).
    expect(timed.metadata["papermill"]).toEqual({
      start_time: START,
      end_time: "2026-01-02T03:05:07.000Z",
      duration: 62,
      exception: true,
      parameters: {},
    });
    expect(timed.cells.map(({ metadata }) => metadata)).toEqual([
      {},
      {
        tags: ["a-tag"],
        papermill: {
          start_time: START,
          end_time: "2026-01-02T03:04:05.250Z",
          duration: 0.25,
          exception: false,
          status: "completed",
        },
      },
      {
        papermill: {
          start_time: START,
          end_time: "2026-01-02T03:05:06.000Z",
          duration: 61,
          exception: true,
          status: "failed",
        },
      },
      { papermill: { start_time: null, end_time: null, duration: null, exception: null, status: "pending" } },
    ]);
  });

  test("withTimings() keeps the parameters that the run has recorded", () => {
    const document = notebook();
    document.metadata["papermill"] = { parameters: { beta: 2 } };
    const timed = withTimings(document, { startedAt: START, seconds: 1, failure: null, cells: [] });
    expect(timed.metadata["papermill"]).toMatchObject({ exception: null, parameters: { beta: 2 } });
  });
});
