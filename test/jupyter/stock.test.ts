import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readNotebook } from "../../kernels/runner/mod.ts";
import { DENO } from "../kernels/guard/deno_path.ts";
import { jupyterPython } from "../tools/jupyter_venv.ts";
import { countCanary } from "./canary.ts";
import { layoutDifferences } from "./layout.ts";
import { convertCanary } from "./stock_clients.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const CELLS = 60;

const found = available();
if ("reason" in found) console.log(`NOT RUN: nbconvert on the installed kernelspec: ${found.reason}`);

function available(): { readonly python: string } | { readonly reason: string } {
  if (DENO === null) return { reason: "no Deno" };
  // The client is the same program whoever starts it.
  if (!("Deno" in globalThis)) return { reason: "it runs with the tests under Deno" };
  return jupyterPython();
}

describe.skipIf("reason" in found)("nbconvert on the kernelspec of lab kernels install", () => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = makeWorkspace((found as { python: string }).python, DENO!);
  });
  afterAll(() => workspace?.remove());

  test(`convertCanary() finds every output of ${CELLS} cells in its cell`, async () => {
    expect(await convertCanary(workspace, CELLS, "deno")).toEqual({ wanted: 3 * CELLS, lost: 0, misplaced: 0 });
  });

  test("countCanary() counts what is lost and what stands in the wrong cell", () => {
    const document = readNotebook(workspace.pathOf("canary-deno.ipynb"));
    const [first, second] = document.cells;
    if (first!.cell_type !== "code" || second!.cell_type !== "code") throw new Error("Not a canary");
    second!.outputs.push(first!.outputs.pop()!);
    expect(countCanary(document)).toEqual({ wanted: 3 * CELLS, lost: 1, misplaced: 1 });
  });

  test("layoutDifferences() names the cell whose outputs differ", () => {
    const document = readNotebook(workspace.pathOf("canary-deno.ipynb")), other = structuredClone(document);
    expect(layoutDifferences(document, other)).toEqual([]);
    const cell = other.cells[1]!;
    if (cell.cell_type === "code") cell.outputs.pop();
    expect(layoutDifferences(document, other)).toEqual([expect.stringMatching(/^cell 2 has /)]);
  });
});
