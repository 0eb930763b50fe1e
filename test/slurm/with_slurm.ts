// Runs a command while a Slurm with one node, this computer, is up, and removes it after:
// deno run -A test/slurm/with_slurm.ts deno task lab sweep 07 --engine slurm --tasks 4
import { spawn } from "node:child_process";
import process from "node:process";
import { missingProgram, startSlurm } from "./one_node_slurm.ts";

const [program, ...args] = process.argv.slice(2), missing = missingProgram();
if (program === undefined || missing !== null) {
  console.error(program === undefined ? "Give a command" : `${missing} is not installed; install slurm-wlm and munge`);
  process.exit(64);
}
const slurm = await startSlurm();
process.on("SIGINT", () => {});
const child = spawn(program, args, { env: { ...process.env, ...slurm.environment }, stdio: "inherit" });
const code = await new Promise<number | null>((resolve) => {
  child.on("error", () => resolve(127));
  child.on("close", resolve);
});
await slurm.stop();
process.exitCode = code ?? 1;
