import { describe, expect, test } from "vitest";
import { executeNotebook, type NotebookCell, type Output } from "../../kernels/runner/mod.ts";
import { DENO } from "../kernels/guard/deno_path.ts";

const CELLS = 1000;

describe.skipIf(DENO === null)("executeNotebook(), many outputs", () => {
  test("executeNotebook() loses none of the four outputs of a thousand cells, and puts each under its own", async () => {
    const cells = Array.from({ length: CELLS }, (_, i): NotebookCell => ({
      cell_type: "code",
      id: `c${i}`,
      metadata: {},
      source: `console.log("log ${i}");
console.error("error ${i}");
Deno.jupyter.display({ "text/plain": "display ${i}" }, { raw: true });
"value ${i}"`,
      execution_count: null,
      outputs: [],
    }));
    const report = await executeNotebook({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, {
      cwd: ".",
      deno: DENO!,
      environment: {},
      timeoutSeconds: 60,
      onEvent: () => {},
    });
    expect(report.failure).toBeNull();
    const texts = report.document.cells.map((cell) => cell.cell_type === "code" ? cell.outputs.map(textOf).sort() : []);
    const wanted = cells.map((_, i) => [`"value ${i}"`, `display ${i}`, `error ${i}\n`, `log ${i}\n`].sort());
    expect(texts).toEqual(wanted);
  });
});

/** The text of an output, in one piece. */
function textOf(output: Output): string {
  if (output.output_type === "stream") return [output.text].flat().join("");
  return "data" in output ? [output.data["text/plain"]].flat().join("") : "";
}
