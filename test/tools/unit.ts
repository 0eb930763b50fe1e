// Runs the vitest suite under Deno and then under Node, fails when either fails, and closes with the names
// of what has failed and the counts of both.
// A missing Node is an error, not a skip.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type Failure, failureLines } from "./failures.ts";

interface Counts {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
}

const folder = mkdtempSync(join(tmpdir(), "thermolab-unit-"));
const environment = { ...process.env, THERMOLAB_DENO: process.execPath };
const runtimes: [name: string, command: string, args: string[], more: Record<string, string>][] = [
  ["Deno", process.execPath, ["run", "-A"], {}],
  // What runs outside of the suite's own process is not done a second time: see under_deno.ts.
  ["Node", "node", [], { THERMOLAB_DONE_UNDER_DENO: "1" }],
];
let passed = 0, failed = 0, skipped = 0, status = 0;
const told: string[] = [];
for (const [name, command, args, more] of runtimes) {
  console.log(`\n== vitest under ${name}`);
  const report = join(folder, `${name}.json`), failures = join(folder, `${name}.failures.json`);
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.mts"];
  const reporters = [
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    "--reporter=./test/tools/failure_reporter.ts",
  ];
  const result = spawnSync(command, [...args, ...vitest, ...reporters, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...environment, ...more, THERMOLAB_FAILURES: failures },
  });
  if (result.error) {
    console.error(`Could not start ${name} with "${command}": ${result.error.message}. Install Node 20 or newer`);
    process.exit(1);
  }
  status ||= result.status ?? 1;
  try {
    const counts = JSON.parse(readFileSync(report, "utf8")) as Counts;
    passed += counts.numPassedTests;
    failed += counts.numFailedTests;
    skipped += counts.numPendingTests;
    told.push(...failureLines(name, JSON.parse(readFileSync(failures, "utf8")) as Failure[]));
  } catch {
    console.error(`vitest under ${name} left no report`);
    status ||= 1;
  }
}
rmSync(folder, { recursive: true });
if (told.length > 0) console.log(`\n${told.join("\n")}`);
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(status);
