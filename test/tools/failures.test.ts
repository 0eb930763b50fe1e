import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Failure, failureLines } from "./failures.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

describe("failureLines()", () => {
  test("failureLines() names file, test and runtime, and shows fifteen lines of the message, without colours", () => {
    const message = `\x1b[31m${Array.from({ length: 40 }, (_, i) => `line ${i}`).join("\n")}\x1b[39m`;
    const lines = failureLines("Deno", [{ file: "test/a.test.ts", name: "a() > adds", message }]);
    expect(lines).toEqual([
      "FAILED test/a.test.ts > a() > adds (Deno)",
      ...Array.from({ length: 15 }, (_, i) => `    line ${i}`),
    ]);
  });

  test("failureLines() says nothing where nothing has failed", () => {
    expect(failureLines("Node", [])).toEqual([]);
  });
});

describe("FailureReporter", () => {
  test("FailureReporter writes down failed tests, hooks and files, and errors outside of tests", () => {
    const folder = mkdtempSync(join(tmpdir(), "thermolab-failures-"));
    const path = join(folder, "failures.json");
    const vitest = ["node_modules/vitest/vitest.mjs", "run", "--config", "test/tools/failing/vitest.config.mts"];
    const { status } = spawnSync(process.execPath, [
      ...("Deno" in globalThis ? ["run", "-A"] : []),
      ...vitest,
      "--reporter=./test/tools/failure_reporter.ts",
    ], { cwd: ROOT, env: { ...process.env, THERMOLAB_FAILURES: path }, stdio: "ignore" });
    const failures = JSON.parse(readFileSync(path, "utf8")) as Failure[];
    rmSync(folder, { recursive: true });
    expect(status).toBe(1);
    const short = failures.map(({ file, name, message }) => [file.split("/").at(-1), name, message.split("\n")[0]]);
    const lines = failures.flatMap((failure) => failureLines("Deno", [failure]));
    expect(lines).toEqual(
      expect.arrayContaining([expect.stringMatching(/-\s+"four": 5,/), expect.stringMatching(/\+\s+"four": 4,/)]),
    );
    expect(short.sort()).toEqual([
      ["", "an error outside of all tests", "Error: nobody has caught this"],
      ["file.failing.ts", "", "Error: the file cannot be loaded"],
      [
        "tests.failing.ts",
        "a group > a test that fails",
        "AssertionError: expected { one: 1, two: 2, three: 3, four: 4 } to deeply equal { one: 1, two: 2, three: 3, four: 5 }",
      ],
      ["tests.failing.ts", "a group whose hook fails", "Error: the hook has failed"],
    ]);
  });
});
