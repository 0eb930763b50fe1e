import type { Json, JsonObject } from "../protocol/mod.ts";
import type { NotebookDocument } from "./notebook.ts";
import type { CellReport, RunReport } from "./run_report.ts";

/**
 * A notebook with the timings of its run in papermill's metadata form, per cell and for the whole. For the files that a run
 * leaves for people; what is committed stays without, so that an unchanged notebook gives an unchanged file.
 *
 * @param document The executed notebook, `report.document` or what was made from it; it is not changed.
 * @param report Its run.
 * @returns A copy with `metadata.papermill` in it and in each code cell; times in ISO 8601, durations in seconds.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const document = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [] };
 * const report = { startedAt: "2026-01-02T03:04:05.000Z", seconds: 1.5, failure: null, cells: [] };
 * assert.deepEqual(withTimings(document, report).metadata["papermill"], {
 *   start_time: "2026-01-02T03:04:05.000Z",
 *   end_time: "2026-01-02T03:04:06.500Z",
 *   duration: 1.5,
 *   exception: null,
 *   parameters: {},
 * });
 * ```
 */
export function withTimings(
  document: NotebookDocument,
  report: Pick<RunReport, "startedAt" | "seconds" | "failure" | "cells">,
): NotebookDocument {
  const copy = structuredClone(document);
  const earlier = copy.metadata["papermill"] as JsonObject | undefined;
  copy.metadata["papermill"] = {
    ...span(report.startedAt, report.seconds),
    // Papermill's own words: true or null here, true or false in cells.
    exception: report.failure === null ? null : true,
    parameters: earlier?.["parameters"] ?? {},
  };
  for (const cell of report.cells) {
    const target = copy.cells[cell.index];
    if (target !== undefined) target.metadata["papermill"] = cellTimings(cell);
  }
  return copy;
}

function cellTimings({ startedAt, seconds, status }: CellReport): JsonObject {
  const words = { "ok": "completed", "error": "failed", "not-run": "pending" };
  return {
    ...(startedAt === null ? { start_time: null, end_time: null, duration: null } : span(startedAt, seconds)),
    exception: status === "not-run" ? null : status === "error",
    status: words[status],
  };
}

function span(startedAt: string, seconds: number): Record<string, Json> {
  return {
    start_time: startedAt,
    end_time: new Date(Date.parse(startedAt) + 1000 * seconds).toISOString(),
    duration: Math.round(1e6 * seconds) / 1e6,
  };
}
