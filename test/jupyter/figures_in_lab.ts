/// <reference lib="dom" />
import { join } from "node:path";
import type { NotebookDocument } from "../../kernels/runner/mod.ts";
import { bareFigureNotebook, figureCells, figureNotebook } from "./figure_notebook.ts";
import { finding, guarded, type Report } from "./finding.ts";
import { type LabPage, openNotebook } from "./lab_page.ts";
import type { Lab } from "./run_all_in_lab.ts";

/** How JupyterLab opens a notebook with figures. */
export interface Viewing {
  /** Whether the user has said that the notebook is to be trusted; one that another program has written is not. */
  readonly trusted: boolean;
  /** Whether plotly's extension is there. */
  readonly plotly: boolean;
}

/** What is to be seen of one output. */
interface Seen {
  /** Width in pixels of the picture that is shown, 0 without one. */
  readonly picture: number;
  /** Whether plotly has drawn an interactive figure. */
  readonly interactive: boolean;
}

const DRAWING_LIMIT_MS = 10_000;

/** Opens a committed notebook as it is and asks of each figure whether it is to be seen; screenshots go to `folder`. */
export async function checkFiguresInLab(
  lab: Lab,
  name: string,
  viewing: Viewing,
  folder: string,
  report: Report,
): Promise<void> {
  const { trusted, plotly } = viewing,
    how = `${trusted ? "trusted" : "untrusted"}-${plotly ? "with" : "without"}-plotly`;
  const title = `figures in JupyterLab, ${how.replaceAll("-", " ")}, ${name}`;
  await guarded(title, report, async () => {
    const seen = await look(lab, figureNotebook(name, how), viewing, join(folder, `lab-${how}`));
    const good = seen.filter(({ picture, interactive }) => plotly ? interactive : picture > 100).length;
    const detail = `${good} of ${seen.length} ${plotly ? "interactive" : "pictures"}`;
    report(finding(title, seen.length > 0 && good === seen.length, detail));
  });
}

/** The control of the check: a figure that is an SVG and nothing else is not to be seen in an untrusted notebook. */
export async function checkBareFigureInLab(lab: Lab, name: string, folder: string, report: Report): Promise<void> {
  const title = "figures in JupyterLab, untrusted, SVG alone (control: it must be blank)";
  await guarded(title, report, async () => {
    const viewing = { trusted: false, plotly: false };
    const [seen] = await look(lab, bareFigureNotebook(name, "bare", "svg"), viewing, join(folder, "lab-bare"));
    report(finding(title, seen!.picture === 0 && !seen!.interactive, JSON.stringify(seen)));
  });
}

async function look(lab: Lab, document: NotebookDocument, { trusted }: Viewing, image: string): Promise<Seen[]> {
  const file = `figures-${document.metadata["copy"]}.ipynb`, path = lab.workspace.write(file, document);
  if (trusted) await trust(lab, path);
  const notebook = await openNotebook(lab.browser, lab.server.addressOf(file));
  try {
    const believed = await notebook.isTrusted();
    if (believed !== trusted) throw new Error(`JupyterLab takes the notebook as ${believed ? "" : "un"}trusted`);
    const seen: Seen[] = [];
    for (const cell of figureCells(document)) seen.push(await seenIn(notebook, cell, image));
    return seen;
  } finally {
    await notebook.close();
  }
}

async function seenIn(notebook: LabPage, cell: number, image: string): Promise<Seen> {
  await notebook.scrollTo(cell);
  const output = notebook.cellAt(cell).locator(".jp-OutputArea-output").first();
  await output.locator("img, .js-plotly-plot .main-svg").first().waitFor({ timeout: DRAWING_LIMIT_MS }).catch(() => {});
  await output.screenshot({ path: `${image}-cell-${cell + 1}.png` });
  return await output.evaluate(async (node) => {
    const picture = node.querySelector("img"), drawn = node.querySelector(".js-plotly-plot .main-svg");
    await picture?.decode().catch(() => {});
    const shown = picture !== null && picture.getBoundingClientRect().width > 100 && picture.checkVisibility();
    return {
      picture: shown ? picture.naturalWidth : 0,
      interactive: drawn !== null && drawn.getBoundingClientRect().width > 100,
    };
  });
}

async function trust({ workspace }: Lab, path: string): Promise<void> {
  const program = "from nbformat.sign import TrustNotebookApp; TrustNotebookApp.launch_instance()";
  const { code, stderr } = await workspace.runPython(["-c", program, path], 60);
  if (code !== 0) throw new Error(`jupyter trust ended with ${code}: ${stderr.slice(-300)}`);
}
