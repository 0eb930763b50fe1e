import { setTimeout as sleep } from "node:timers/promises";
import type { NotebookDocument } from "../../kernels/runner/mod.ts";
import { finding, guarded, type Report } from "./finding.ts";
import { type LabPage, openNotebook } from "./lab_page.ts";
import type { Lab } from "./run_all_in_lab.ts";

const FILE = "person.ipynb";
const INTERRUPT_LIMIT_MS = 1000;
/** From the documentation of `kernelStructure`. */
const DOCUMENTED = "two-block scans through their singular values";

const CELLS = {
  start: `import { kernelStructure } from "thermolab";\nlet kept = 41;\nkept`,
  inspected: "kernelStructure",
  loop: "while (true) {}",
  promise: "await new Promise(() => {});",
  afterwards: "kept = kept + 1",
  restarted: "typeof kept",
} as const;
const NAMES = Object.keys(CELLS) as (keyof typeof CELLS)[];

/** What a person does by hand in JupyterLab: Shift-Tab, interrupts and a restart from the menu. */
export async function checkPersonInLab(lab: Lab, report: Report): Promise<void> {
  await guarded("JupyterLab, by hand", report, async () => {
    lab.workspace.write(FILE, document());
    const notebook = await openNotebook(lab.browser, lab.server.addressOf(FILE));
    const run = async (cell: keyof typeof CELLS): Promise<string> => {
      await notebook.select(NAMES.indexOf(cell));
      await notebook.runCell();
      await notebook.cellRan(NAMES.indexOf(cell));
      return await notebook.outputOf(NAMES.indexOf(cell));
    };
    try {
      await run("start");
      await guarded("JupyterLab, Shift-Tab", report, () => checkInspection(notebook, report));
      for (const [index, cell] of (["loop", "promise"] as const).entries()) {
        const name = `JupyterLab, interrupt of "${CELLS[cell]}" from the menu`;
        await guarded(name, report, async () => {
          const { milliseconds, shown } = await interrupt(notebook, NAMES.indexOf(cell));
          const value = await run("afterwards");
          const holds = shown.includes("KeyboardInterrupt") && value.includes(String(42 + index));
          const detail = `idle after ${milliseconds} ms; it shows ${
            JSON.stringify(shown.slice(0, 60))
          }; the next cell, ${JSON.stringify(value.trim())}`;
          report(finding(name, holds && milliseconds <= INTERRUPT_LIMIT_MS, detail));
        });
      }
      await guarded("JupyterLab, restart", report, async () => {
        await notebook.menu("Kernel", "Restart Kernel…");
        await notebook.page.locator(".jp-Dialog button", { hasText: /^Restart$/ }).click();
        await sleep(500);
        await notebook.kernelIs("idle");
        const value = await run("restarted");
        report(finding("JupyterLab, restart", value.includes("undefined"), `"typeof kept" is ${value.trim()}`));
      });
    } finally {
      await notebook.close();
    }
  });
}

async function checkInspection(notebook: LabPage, report: Report): Promise<void> {
  await notebook.select(NAMES.indexOf("inspected"));
  await notebook.page.keyboard.press("End");
  await notebook.page.keyboard.press("Shift+Tab");
  const text = await notebook.page.locator(".jp-Tooltip").innerText();
  await notebook.page.keyboard.press("Escape");
  const name = "JupyterLab, Shift-Tab on kernelStructure";
  const holds = /function kernelStructure\(/.test(text) && text.includes(DOCUMENTED);
  report(finding(name, holds, `${text.length} characters: ${text.slice(0, 160)}`));
}

async function interrupt(notebook: LabPage, cell: number): Promise<{ milliseconds: number; shown: string }> {
  await notebook.select(cell);
  await notebook.runCell();
  await notebook.kernelIs("busy");
  await sleep(500);
  await notebook.openMenu("Kernel");
  const start = performance.now();
  await notebook.menuEntry("Interrupt Kernel");
  await notebook.kernelIs("idle");
  const milliseconds = Math.round(performance.now() - start);
  await notebook.cellRan(cell);
  return { milliseconds, shown: await notebook.outputOf(cell) };
}

function document(): NotebookDocument {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } },
    cells: NAMES.map((name) => ({
      cell_type: "code",
      id: name,
      metadata: {},
      source: CELLS[name],
      execution_count: null,
      outputs: [],
    })),
  };
}
