import { joinLines, type NotebookDocument, type Output } from "../../kernels/runner/mod.ts";

const KINDS = ["log", "display", "value"] as const;

/** What became of a canary's outputs. */
export interface CanaryCount {
  /** Outputs that there should be. */
  readonly wanted: number;
  /** Of those, not under their own cell. */
  readonly lost: number;
  /** Outputs that stand under a cell which did not make them. */
  readonly misplaced: number;
}

/** A notebook whose cells each print a line, display something and end in a value. */
export function canaryNotebook(cells: number, kernel: string): NotebookDocument {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: kernel, display_name: kernel, language: "typescript" } },
    cells: Array.from({ length: cells }, (_, i) => ({
      cell_type: "code",
      id: `canary-${i}`,
      metadata: {},
      source:
        `console.log("log ${i}.");\nawait Deno.jupyter.display({ "text/plain": "display ${i}." }, { raw: true });\n"value ${i}."`,
      execution_count: null,
      outputs: [],
    })),
  };
}

/** Counts the outputs of an executed {@link canaryNotebook}: an output that is there twice is misplaced once. */
export function countCanary(document: NotebookDocument): CanaryCount {
  let lost = 0, misplaced = 0;
  for (const [i, cell] of document.cells.entries()) {
    if (cell.cell_type !== "code") continue;
    const text = cell.outputs.map(textOf).join("");
    const own = KINDS.filter((kind) => text.includes(`${kind} ${i}.`)).length;
    lost += KINDS.length - own;
    misplaced += [...text.matchAll(/\d\./g)].length - own;
  }
  return { wanted: KINDS.length * document.cells.length, lost, misplaced };
}

/** The count in words. */
export function canaryText({ wanted, lost, misplaced }: CanaryCount): string {
  return `${lost} of ${wanted} outputs lost, ${misplaced} in the wrong cell`;
}

function textOf(output: Output): string {
  if (output.output_type === "stream") return joinLines(output.text);
  return "data" in output ? joinLines(output.data["text/plain"] as string) : "";
}
