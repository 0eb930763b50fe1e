// Runs the examples of all docstrings: a process of `deno test --doc` for each folder, as many side by side as there are processors.
// Closes with what has failed and the counts.
import { readdirSync } from "node:fs";
import process from "node:process";
import { type Group, runGroups } from "./run_groups.ts";

const folders = ["lib", "kernels"].flatMap((parent) =>
  readdirSync(parent, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() || entry.name.endsWith(".ts") ? [`${parent}/${entry.name}`] : []
  )
);
// The folders with the most to do first, so that no processor waits at the end.
const first = ["lib/sampler", "kernels/runner", "kernels/lab", "lib/notebook", "lib/verdict"];
const paths = [...first, ...["mod.ts", ...folders].filter((path) => !first.includes(path))];
const groups: Group[] = paths.map((name) => ({
  name,
  command: process.execPath,
  args: ["test", "-A", "--doc", "--no-check", "--permit-no-files", name],
}));
let passed = 0, failed = 0, breakdowns = 0;
const ends = await runGroups(groups, (end) => {
  const counts = [...end.text.matchAll(/(\d+) passed.*\| (\d+) failed/g)].at(-1);
  passed += Number(counts?.[1] ?? 0);
  failed += Number(counts?.[2] ?? 0);
  breakdowns += end.breakdowns;
  if (end.status !== 0 || end.breakdowns > 0) console.log(end.text);
  if (end.breakdowns > 0) console.log(`${end.group.name}: Deno itself broke down; the folder was run a second time`);
  console.log(`${end.group.name}: ${end.status === 0 ? "ok" : "FAILED"}, ${counts?.[1] ?? 0} examples`);
});
const bad = ends.filter(({ status }) => status !== 0);
for (const { group, status } of bad) console.error(`FAILED ${group.name} (exit ${status})`);
const tail = breakdowns === 0 ? "" : `, ${breakdowns} runs of Deno broke down and were done again`;
console.log(`examples: ${passed} passed, ${failed} failed${tail}`);
process.exit(bad.length > 0 || passed === 0 ? 1 : 0);
