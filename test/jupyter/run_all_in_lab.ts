import type { Browser } from "playwright-core";
import { readNotebook } from "../../kernels/runner/mod.ts";
import { canaryNotebook, canaryText, countCanary } from "./canary.ts";
import { finding, guarded, type Report } from "./finding.ts";
import type { JupyterLab } from "./jupyterlab.ts";
import { openNotebook } from "./lab_page.ts";
import { layoutDifferences, outputCount } from "./layout.ts";
import { committed, type Workspace } from "./workspace.ts";

/** Rounds in which the plain kernel may keep everything by chance. */
const CONTROL_ROUNDS = 5;

/** What the checks in JupyterLab work with. */
export interface Lab {
  readonly browser: Browser;
  readonly server: JupyterLab;
  readonly workspace: Workspace;
}

/** Run All Cells on the canary in JupyterLab, and what is in the file that it saves: with the guard and with the plain kernel. */
export async function checkCanaryInLab(lab: Lab, cells: number, report: Report): Promise<void> {
  const name = `JupyterLab, Run All, canary of ${cells} cells`;
  const count = async (kernel: string) => {
    const file = `lab-canary-${kernel}.ipynb`, path = lab.workspace.write(file, canaryNotebook(cells, kernel));
    await runAllAndSave(lab, file);
    return countCanary(readNotebook(path));
  };
  await guarded(`${name}, guard`, report, async () => {
    const guard = await count("deno");
    report(finding(`${name}, guard`, guard.lost === 0 && guard.misplaced === 0, canaryText(guard)));
  });
  await guarded(`${name}, plain kernel`, report, async () => {
    let plain = await count("plain");
    for (let round = 1; plain.lost === 0 && round < CONTROL_ROUNDS; round++) plain = await count("plain");
    report(finding(`${name}, plain kernel (control: it must misplace some)`, plain.lost > 0, canaryText(plain)));
  });
}

/** Run All Cells on a copy of a committed notebook. */
export async function checkNotebookInLab(lab: Lab, name: string, report: Report): Promise<void> {
  await guarded(`JupyterLab, Run All, ${name}`, report, async () => {
    const file = `lab-${name}`, path = lab.workspace.copy(name, { as: file, outputs: false });
    await runAllAndSave(lab, file);
    const got = readNotebook(path), differences = layoutDifferences(committed(name), got);
    const detail = differences.length > 0 ? differences.join("; ") : `${outputCount(got)} outputs, each in its cell`;
    report(finding(`JupyterLab, Run All, ${name}`, differences.length === 0, detail));
  });
}

async function runAllAndSave({ browser, server }: Lab, file: string): Promise<void> {
  const notebook = await openNotebook(browser, server.addressOf(file));
  try {
    await notebook.menu("Run", "Run All Cells");
    await notebook.allCellsRan();
    await notebook.save();
  } finally {
    await notebook.close();
  }
}
