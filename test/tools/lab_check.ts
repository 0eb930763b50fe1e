/**
 * `lab check` as CI runs it: parts that could not be checked pass only when `accepted_checks.json` names them.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { acceptance, type CheckedExperiment } from "./accepted.ts";

const list = JSON.parse(readFileSync(new URL("accepted_checks.json", import.meta.url), "utf8"));
const child = spawn(
  process.execPath,
  ["run", "-A", "kernels/lab/main.ts", "check", "--json", ...process.argv.slice(2)],
  {
    stdio: ["ignore", "pipe", "inherit"],
  },
);
let text = "";
child.stdout.setEncoding("utf8").on("data", (part: string) => text += part);
const code = await new Promise<number>((resolve) => child.on("close", (status) => resolve(status ?? 1)));
const experiments: (CheckedExperiment & { outcome: string | null; problems: string[] })[] = text === ""
  ? []
  : JSON.parse(text).experiments;
for (const { id, status, outcome, problems } of experiments) {
  console.log(`${id}: ${status}${outcome === null ? "" : `, outcome ${outcome}`}`);
  if (status === "fails") { for (const problem of problems) console.error(`${id}: ${problem}`); }
}
const accepted = acceptance(code, experiments, list);
for (const line of accepted.lines) console.log(line);
process.exit(accepted.code);
