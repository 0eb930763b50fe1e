import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type GroupEnd, runGroups } from "./run_groups.ts";

const shell = (name: string, text: string) => ({ name, command: "sh", args: ["-c", text] });

async function endOf(text: string): Promise<GroupEnd> {
  const told: GroupEnd[] = [];
  const ends = await runGroups([shell("it", text)], (end) => told.push(end), 2);
  expect(told).toEqual(ends);
  return ends[0]!;
}

test("runGroups() gives every group's status and text", async () => {
  const ends = await runGroups([shell("a", "echo A"), shell("b", "echo B >&2; exit 3"), shell("c", "")], () => {}, 2);
  const byName = ends.map(({ group, status, text }) => [group.name, status, text]).sort();
  expect(byName).toEqual([["a", 0, "A\n"], ["b", 3, "B\n"], ["c", 0, ""]]);
});

test("runGroups() runs a group a second time after the runtime broke down, and says so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-groups-")), mark = join(folder, "mark");
  const end = await endOf(`[ -e ${mark} ] || { touch ${mark}; kill -ABRT $$; }; echo ok`);
  expect(existsSync(mark)).toBe(true);
  rmSync(folder, { recursive: true });
  expect(end).toMatchObject({ status: 0, breakdowns: 1, text: "ended by SIGABRT\nok\n" });
});

test("runGroups() fails where the runtime breaks down twice", async () => {
  expect(await endOf("kill -SEGV $$")).toMatchObject({ status: 1, breakdowns: 1 });
});

test("runGroups() does not run a failed group again, nor one that somebody has stopped", async () => {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-groups-")), mark = join(folder, "mark");
  const once = (end: string) => `[ -e ${mark} ] && exit 0; touch ${mark}; ${end}`;
  expect(await endOf(once("exit 1"))).toMatchObject({ status: 1, breakdowns: 0 });
  rmSync(mark);
  expect(await endOf(once("kill -TERM $$"))).toMatchObject({ status: 1, breakdowns: 0 });
  rmSync(folder, { recursive: true });
});
