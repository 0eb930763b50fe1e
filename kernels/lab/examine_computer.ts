import { readdirSync, statSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { findMnist } from "../../lib/data/mod.ts";
import { wasmAvailability } from "../../lib/sampler/mod.ts";
import {
  guardLoss,
  installCommand,
  kernelSpecFolders,
  kernelSpecLines,
  type Line,
  lossLines,
  mnistLine,
  plainLoss,
  programLines,
  samplerLine,
  taskCommand,
  versionLines,
  webgpuAdapter,
  webgpuLine,
} from "../doctor/mod.ts";
import { messageOf } from "../protocol/mod.ts";
import { findProgram, type SearchPath } from "../specs/mod.ts";
import { openHistory } from "./git.ts";
import { versions } from "./machine.ts";
import { oneLine } from "./one_line.ts";
import { ROOT } from "./repository.ts";

/** Enough to show the race, few enough to take a second. */
const CELLS = 100;
const GROUPS = [
  "Versions",
  "Programs",
  "History",
  "Jupyter",
  "Kernelspecs",
  "tslab",
  "Samplers",
  "WebGPU",
  "Data",
  "Outputs lost",
];

/**
 * Everything that `lab doctor` says of this computer, by heading.
 *
 * @param deno Path of the Deno executable.
 * @param signal Ends the measurement when it aborts.
 */
export async function examineComputer(deno: string, signal: AbortSignal): Promise<Line[]> {
  const { platform, env: environment } = process;
  const search = { platform, environment };
  const jupyter = findProgram(["jupyter"], search);
  const [programs, adapter] = await Promise.all([programLines(search), webgpuAdapter(deno)]);
  // One after the other: a busy computer would lose more.
  const options = { deno, cells: CELLS, signal };
  const plain = await measured(() => plainLoss(options)), guard = await measured(() => guardLoss(options));
  const lines = [
    ...versionLines(versions(ROOT) as { deno: string; v8: string; typescript: string }, ROOT),
    ...programs,
    historyLine(openHistory(ROOT), search),
    ...kernelSpecLines(kernelSpecFolders({ environment, platform, home: homedir() }, jupyter), search),
    buildLine(ROOT, search),
    samplerLine(wasmAvailability(), availableParallelism()),
    webgpuLine(adapter, search),
    mnistLine(await measured(async () => (await findMnist({ download: false })).source)),
    ...lossLines(plain, guard),
  ];
  return GROUPS.flatMap((group) => lines.filter((line) => line.group === group));
}

async function measured<T>(measure: () => Promise<T>): Promise<T | string> {
  try {
    return await measure();
  } catch (error) {
    return oneLine(messageOf(error));
  }
}

function historyLine(history: ReturnType<typeof openHistory>, search: SearchPath): Line {
  const head = { group: "History", name: "commits" };
  if (typeof history !== "string") {
    return { ...head, state: "good", text: `complete (${ROOT})`, remedy: null, leaves: null };
  }
  const remedy = history.includes("shallow")
    ? "git fetch --unshallow"
    : history.includes("started")
    ? installCommand("git", search)
    : "clone the repository with git; an exported tree has no history";
  return {
    ...head,
    state: "problem",
    text: history,
    remedy,
    leaves: "the order of commits: registration before results",
  };
}

/** Whether the build that tslab loads is there and no older than the library. */
function buildLine(root: string, search: SearchPath): Line {
  const head = { group: "tslab", name: "dist" };
  const remedy = taskCommand("dist", search);
  const built = modified(join(root, "dist", "mod.cjs"));
  if (built === null) {
    return { ...head, state: "none", text: "not built; only tslab and Node need it", remedy, leaves: null };
  }
  const newest = Math.max(
    ...readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts")).map((name) => modified(join(root, "lib", name)) ?? 0),
  );
  if (newest > built) return { ...head, state: "problem", text: "older than the library", remedy, leaves: null };
  return {
    ...head,
    state: "good",
    text: `built ${new Date(built).toISOString().slice(0, 16)}Z`,
    remedy: null,
    leaves: null,
  };
}

function modified(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
