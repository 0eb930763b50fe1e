import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jupyterPython } from "../../tools/jupyter_venv.ts";

/** Path of a Python that has Jupyter's own packages, `null` when there is none; said aloud, since tests then do not run. */
export const PYTHON: string | null = find();

function find(): string | null {
  const found = jupyterPython();
  if ("python" in found) return found.python;
  console.warn(`NOT RUN: no Python with Jupyter's packages: ${found.reason}`);
  return null;
}

/** What Jupyter's own check says of notebook files: `null` for a valid one, else its complaint in one line. */
export function nbformatVerdicts(paths: readonly string[]): (string | null)[] {
  const program = `
import json, sys, warnings
warnings.simplefilter("ignore")
import nbformat
said = []
for path in json.load(sys.stdin):
    try:
        with open(path, encoding="utf-8") as file:
            nbformat.validate(nbformat.from_dict(json.load(file)), repair_duplicate_cell_ids=False)
        said.append(None)
    except Exception as error:
        said.append(str(error).split("\\n")[0])
print(json.dumps(said))`;
  return JSON.parse(run(PYTHON!, ["-c", program], JSON.stringify(paths)));
}

/** The folder of the schemas that nbformat has for version 4. */
export function schemaFolder(): string {
  return run(PYTHON!, ["-c", "import nbformat.v4; print(nbformat.v4.__path__[0])"]).trim();
}

/**
 * The folder of the sample notebooks in nbformat's source package, which is fetched once; `null` when it cannot be, said
 * aloud.
 */
export function nbformatSamples(): string | null {
  const version = run(PYTHON!, ["-c", "import nbformat; print(nbformat.__version__)"]).trim();
  const kept = join(tmpdir(), `thermolab-nbformat-${version}`);
  if (existsSync(kept)) return kept;
  const folder = mkdtempSync(join(tmpdir(), "thermolab-nbformat-"));
  try {
    const fetch = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", folder];
    run(PYTHON!, [...fetch, `nbformat==${version}`]);
    const archive = readdirSync(folder).find((name) => name.endsWith(".tar.gz"));
    run(PYTHON!, ["-m", "tarfile", "-e", join(folder, archive!), folder]);
    const tests = join(folder, `nbformat-${version}`, "tests");
    try {
      renameSync(tests, kept);
    } catch (error) {
      // Another run of the tests was quicker.
      if (!existsSync(kept)) throw error;
    }
    return kept;
  } catch (error) {
    console.warn(`NOT RUN: the source package of nbformat ${version} cannot be had: ${messageOf(error)}`);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], input = ""): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", input, timeout: 100_000 });
  if (status === 0) return stdout;
  throw new Error(`Running ${command} failed: ${error?.message ?? stderr.slice(-500)}`);
}

function messageOf(error: unknown): string {
  return (error as Error).message.trim().split("\n").at(-1)!;
}
