import { escapeHtml } from "../../lib/notebook/mod.ts";
import { type CodeCell, joinLines, type NotebookCell } from "../runner/mod.ts";
import type { Highlight } from "./highlight.ts";
import { type OutputTools, renderOutput } from "./output.ts";

/** What cells are rendered with. */
export interface CellTools extends OutputTools {
  readonly highlight: Highlight;
  /** The language of the code cells. */
  readonly language: string;
}

const SEALED: Readonly<Record<string, string>> = {
  "preregistration": "Pre-registration",
  "preregistration-amendment": "Amendment of the pre-registration",
};

/** One cell as HTML; empty for an empty cell. `number` counts all cells from 1. */
export function renderCell(cell: NotebookCell, number: number, tools: CellTools): string {
  const source = joinLines(cell.source);
  switch (cell.cell_type) {
    case "markdown":
      return source.trim() === ""
        ? ""
        : `<section class="cell prose" id="cell_${number}">${
          tools.markdown.render(source, attachmentsOf(cell))
        }</section>`;
    case "code":
      return renderCode(cell, source, number, tools);
    case "raw":
      return source.trim() === ""
        ? ""
        : `<section class="cell" id="cell_${number}"><pre tabindex="0" class="result">${
          escapeHtml(source)
        }</pre></section>`;
  }
}

function renderCode(cell: CodeCell, source: string, number: number, tools: CellTools): string {
  const outputs = cell.outputs.map((output) => renderOutput(output, tools)).join("\n");
  if (source.trim() === "" && outputs === "") return "";
  const tags: unknown = cell.metadata["tags"];
  const seal = Array.isArray(tags)
    ? tags.map((tag) => SEALED[String(tag)]).find((name) => name !== undefined)
    : undefined;
  const first = source.split("\n").find((line) => line.trim() !== "")?.trim() ?? "";
  const count = cell.execution_count === null ? "not run" : String(cell.execution_count);
  return `<section class="cell code${seal === undefined ? "" : " sealed"}" id="cell_${number}">` +
    `<details${seal === undefined ? "" : " open"}><summary><span class="count">[${count}]</span> ` +
    (seal === undefined ? `<code>${escapeHtml(shortened(first))}</code>` : `<strong>${seal}</strong>`) +
    `</summary>${tools.highlight(source.replace(/\n+$/, ""), tools.language)}</details>` +
    (outputs === "" ? "" : `\n<div class="outputs">${outputs}</div>`) +
    "</section>";
}

function shortened(line: string): string {
  const characters = [...line];
  return characters.length <= 90 ? line : `${characters.slice(0, 89).join("")}…`;
}

function attachmentsOf(cell: NotebookCell): ReadonlyMap<string, string> {
  const attachments = (cell as { attachments?: unknown }).attachments;
  const pictures = new Map<string, string>();
  if (typeof attachments !== "object" || attachments === null) return pictures;
  for (const [name, bundle] of Object.entries(attachments)) {
    for (const [type, content] of Object.entries(bundle as Record<string, unknown>)) {
      if (!/^image\/(?:png|jpeg|gif|webp)$/.test(type) || typeof content !== "string") continue;
      const bytes = content.replace(/\s+/g, "");
      if (/^[A-Za-z0-9+/]+={0,2}$/.test(bytes)) pictures.set(name, `data:${type};base64,${bytes}`);
    }
  }
  return pictures;
}
