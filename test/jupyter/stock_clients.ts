import { basename } from "node:path";
import { PROGRESS_MIME } from "../../lib/notebook/mod.ts";
import { type NotebookDocument, readNotebook, writeNotebook } from "../../kernels/runner/mod.ts";
import { type CanaryCount, canaryNotebook, canaryText, countCanary } from "./canary.ts";
import { finding, guarded, type Report } from "./finding.ts";
import { layoutDifferences, outputCount } from "./layout.ts";
import { committed, type Workspace } from "./workspace.ts";

const LIMIT_SECONDS = 600;
/** The plain kernel's losses are chance; that it keeps all of thousands of outputs is not to be expected. */
const CONTROL_ROUNDS = 10;

/** nbconvert and nbval on copies of committed notebooks. */
export async function checkCommitted(workspace: Workspace, names: readonly string[], report: Report): Promise<void> {
  for (const name of names) {
    await guarded(`nbconvert --execute, ${name}`, report, async () => {
      const path = workspace.copy(name, { as: `converted-${name}`, outputs: false });
      await convert(workspace, path);
      const got = readNotebook(path), differences = layoutDifferences(committed(name), got);
      const detail = differences.length > 0 ? differences.join("; ") : `${outputCount(got)} outputs, each in its cell`;
      report(finding(`nbconvert --execute, ${name}`, differences.length === 0, detail));
      const excused = excuseUpdates(path, got);
      const how = `nbval strict, ${name} as nbconvert has executed it, ${excused} updated displays not compared`;
      await checkNbval(workspace, path, "--nbval", how, report);
    });
    await guarded(`nbval lax, ${name}`, report, async () => {
      const path = workspace.copy(name, { as: `lax-${name}`, outputs: true });
      await checkNbval(workspace, path, "--nbval-lax", `nbval lax, ${name} as committed`, report);
    });
  }
}

/** nbval keeps the first state of a display that is updated, so that it cannot compare the last; how many cells that are. */
function excuseUpdates(path: string, document: NotebookDocument): number {
  const updated = document.cells.filter((cell) =>
    cell.cell_type === "code" && cell.outputs.some((output) => "data" in output && PROGRESS_MIME in output.data)
  );
  for (const { metadata } of updated) metadata["tags"] = [metadata["tags"] ?? [], "nbval-ignore-output"].flat();
  writeNotebook(path, document);
  return updated.length;
}

/** nbconvert on the canary: all outputs with the guard, and some lost with the plain kernel. */
export async function checkCanary(workspace: Workspace, cells: number, report: Report): Promise<void> {
  const name = `nbconvert --execute, canary of ${cells} cells`;
  await guarded(name, report, async () => {
    const count = await convertCanary(workspace, cells, "deno");
    report(finding(`${name}, guard`, count.lost === 0 && count.misplaced === 0, canaryText(count)));
    let rounds = 0, plain: CanaryCount;
    do {
      plain = await convertCanary(workspace, cells, "plain");
    } while (plain.lost === 0 && ++rounds < CONTROL_ROUNDS);
    report(finding(`${name}, plain kernel (control: it must lose some)`, plain.lost > 0, canaryText(plain)));
  });
}

/** Executes a canary with nbconvert and counts what is left. */
export async function convertCanary(workspace: Workspace, cells: number, kernel: string): Promise<CanaryCount> {
  const path = workspace.write(`canary-${kernel}.ipynb`, canaryNotebook(cells, kernel));
  await convert(workspace, path);
  return countCanary(readNotebook(path));
}

async function convert(workspace: Workspace, path: string): Promise<void> {
  const args = ["-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", path];
  const { code, stderr } = await workspace.runPython(args, LIMIT_SECONDS);
  if (code !== 0) throw new Error(`nbconvert ended with ${code}: ${stderr.slice(-400)}`);
}

async function checkNbval(
  workspace: Workspace,
  path: string,
  how: "--nbval" | "--nbval-lax",
  name: string,
  report: Report,
): Promise<void> {
  const args = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-cell-timeout", "300", how, basename(path)];
  const { code, stdout, stderr } = await workspace.runPython(args, LIMIT_SECONDS);
  const summary = stdout.trim().split("\n").at(-1) ?? stderr.slice(-300);
  report(finding(name, code === 0, code === 0 ? summary : `${summary}\n${stdout.slice(0, 400)}`));
}
