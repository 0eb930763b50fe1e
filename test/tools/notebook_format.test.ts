import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unformattedNotebooks } from "./notebook_format.ts";

import process from "node:process";
const deno = process.env.THERMOLAB_DENO ?? (globalThis as { Deno?: { execPath(): string } }).Deno?.execPath();
if (deno === undefined) console.log("NOT RUN: no Deno to format with; set THERMOLAB_DENO");

function notebook(source: string): string {
  return `${
    JSON.stringify(
      {
        cells: [{ cell_type: "code", execution_count: null, id: "a", metadata: {}, outputs: [], source: [source] }],
        metadata: {
          kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
          language_info: { file_extension: ".ts", name: "typescript" },
        },
        nbformat: 4,
        nbformat_minor: 5,
      },
      null,
      1,
    )
  }\n`;
}

test.skipIf(deno === undefined)(
  "unformattedNotebooks() names a cell that the formatter would change, and no other",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "thermolab-cells-"));
    try {
      writeFileSync(join(folder, "good.ipynb"), notebook("const a = 1;"));
      writeFileSync(join(folder, "bad.ipynb"), notebook("const a=1"));
      expect(unformattedNotebooks(folder, deno!)).toEqual(["bad.ipynb"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
