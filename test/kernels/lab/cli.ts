import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, expect } from "vitest";
import { DONE_UNDER_DENO, ONCE } from "../../tools/under_deno.ts";
import { DENO } from "../guard/deno_path.ts";

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Whether `lab` is started here. It runs on Deno whatever runs the suite. */
export const STARTS_LAB: boolean = DENO !== null && !DONE_UNDER_DENO;
if (DONE_UNDER_DENO) console.log(ONCE);

/** What a process left. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const made: string[] = [];

/** A fresh folder, removed after the file's tests. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "thermolab-test-"));
  made.push(path);
  return path;
}

afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

/** A folder from which a notebook's cells can import the library. */
export function folderWithLibrary(): string {
  const path = folder();
  writeFileSync(join(path, "deno.json"), JSON.stringify({ importMap: join(ROOT, "deno.json"), lock: false }));
  return path;
}

/** The same with a part of the library as its front door, whose types are checked in a fraction of the time. */
export function folderWithPart(front: string): string {
  const path = folder(), { imports } = JSON.parse(readFileSync(join(ROOT, "deno.json"), "utf8"));
  const thermolab = pathToFileURL(join(ROOT, front)).href;
  writeFileSync(join(path, "deno.json"), JSON.stringify({ imports: { ...imports, thermolab }, lock: false }));
  return path;
}

/** Writes a file and returns its path. */
export function file(at: string, name: string, content: string): string {
  const path = join(at, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Runs `lab` as a user does, in a folder. */
export function lab(
  cwd: string,
  args: readonly string[],
  options: { environment?: Record<string, string>; onError?: (text: string, pid: number) => void } = {},
): Promise<Ended> {
  const { INIT_CWD: _called, ...environment } = process.env;
  const child = spawn(DENO!, ["run", "-A", join(ROOT, "kernels/lab/main.ts"), ...args], {
    cwd,
    env: { ...environment, NO_COLOR: "1", ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "", stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    options.onError?.(stderr, child.pid!);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Exit 64, one line on standard error with the value in it, nothing else written. */
export async function expectBadInput(cwd: string, args: readonly string[], value: string | RegExp): Promise<void> {
  const before = readdirSync(cwd, { recursive: true });
  const { code, stdout, stderr } = await lab(cwd, args);
  expect(stderr).toMatch(/^lab[^\n]*\n$/);
  if (typeof value === "string") expect(stderr).toContain(value);
  else expect(stderr).toMatch(value);
  expect(stdout).toBe("");
  expect(code).toBe(64);
  expect(readdirSync(cwd, { recursive: true })).toEqual(before);
}
