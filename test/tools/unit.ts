// Runs the vitest suite under Deno and then under Node, and fails when either fails. A missing Node is an error, not a skip.
import { spawnSync } from "node:child_process";
import process from "node:process";

const vitest = [
  "node_modules/vitest/vitest.mjs",
  "run",
  "--config",
  "test/vitest.config.mts",
  ...process.argv.slice(2),
];
const environment = { ...process.env, THERMOLAB_DENO: process.execPath };

const runtimes: [string, string, string[]][] = [
  ["Deno", process.execPath, ["run", "-A", ...vitest]],
  ["Node", "node", vitest],
];
for (const [name, command, args] of runtimes) {
  console.log(`\n== vitest under ${name}`);
  const result = spawnSync(command, args, { stdio: "inherit", env: environment });
  if (result.error) {
    console.error(`Could not start ${name} with "${command}": ${result.error.message}. Install Node 20 or newer`);
    process.exit(1);
  }
  if (result.status !== 0) process.exit(result.status ?? 1);
}
