// Stock Jupyter, as people use it, on the kernelspec that `lab kernels install` writes: nbconvert, nbval, JupyterLab in a
// browser. One line per finding; ends with 1 when something fails. `--cells N` sets the size of nbconvert's canary,
// `--shots DIR` where the screenshots go.
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { DENO } from "../kernels/guard/deno_path.ts";
import { startBrowser } from "./browser.ts";
import { checkFiguresInHtml } from "./figures_in_html.ts";
import { checkBareFigureInLab, checkFiguresInLab } from "./figures_in_lab.ts";
import { type Finding, guarded, lineOf, notRun } from "./finding.ts";
import { startJupyterLab } from "./jupyterlab.ts";
import { checkPersonInLab } from "./person_in_lab.ts";
import { jupyterlabPython, plotlyExtension } from "./python.ts";
import { checkCanaryInLab, checkNotebookInLab, type Lab } from "./run_all_in_lab.ts";
import { checkCanary, checkCommitted } from "./stock_clients.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

const NOTEBOOKS = ["00-trainability-theorem.ipynb", "01-exact-diagonalisation.ipynb", "05-gap-vs-multimodality.ipynb"];
const FIGURES = NOTEBOOKS[0]!;
/** JupyterLab takes its time to draw: fewer cells than nbconvert. */
const LAB_CELLS = 150;

const { values } = parseArgs({
  options: {
    cells: { type: "string", default: "1000" },
    shots: { type: "string", default: join(tmpdir(), "thermolab-jupyter-shots") },
  },
});
const cells = Number(values.cells), shots = values.shots;
if (!Number.isInteger(cells) || cells < 1) {
  console.error(`Cannot run a canary of "${values.cells}" cells; give a positive integer`);
  process.exit(64);
}
let failed = 0;
const report = (finding: Finding): void => {
  if (finding.status === "FAIL") failed++;
  console.log(lineOf(finding));
};

const found = jupyterlabPython();
if ("reason" in found) report(notRun("everything", found.reason));
else if (DENO === null) report(notRun("everything", "there is no Deno"));
else {
  mkdirSync(shots, { recursive: true });
  const workspace = makeWorkspace(found.python, DENO);
  try {
    await checkCanary(workspace, cells, report);
    await checkCommitted(workspace, NOTEBOOKS, report);
    const started = await startBrowser();
    if ("reason" in started) report(notRun("JupyterLab and figures", started.reason));
    else {
      try {
        await inBrowser(started.browser, workspace);
      } finally {
        await started.browser.close();
      }
    }
  } finally {
    workspace.remove();
  }
}
console.log(failed === 0 ? "Nothing failed" : `${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function inBrowser(browser: Browser, workspace: Workspace): Promise<void> {
  await checkFiguresInHtml({ browser, workspace, folder: shots }, FIGURES, report);
  await withLab(browser, workspace, [], async (lab) => {
    await checkPersonInLab(lab, report);
    await checkCanaryInLab(lab, LAB_CELLS, report);
    await checkNotebookInLab(lab, FIGURES, report);
    await checkBareFigureInLab(lab, FIGURES, shots, report);
    for (const trusted of [false, true]) {
      await checkFiguresInLab(lab, FIGURES, { trusted, plotly: false }, shots, report);
    }
  });
  const plotly = plotlyExtension(workspace.python);
  if ("reason" in plotly) return report(notRun("figures in JupyterLab with plotly", plotly.reason));
  await withLab(browser, workspace, [plotly.folder], async (lab) => {
    for (const trusted of [false, true]) {
      await checkFiguresInLab(lab, FIGURES, { trusted, plotly: true }, shots, report);
    }
  });
}

async function withLab(
  browser: Browser,
  workspace: Workspace,
  extensions: readonly string[],
  use: (lab: Lab) => Promise<void>,
): Promise<void> {
  await guarded("JupyterLab", report, async () => {
    const server = await startJupyterLab(workspace, extensions);
    try {
      await use({ browser, server, workspace });
    } finally {
      await server.stop();
    }
  });
}
