import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Ledger } from "../../lib/verdict/mod.ts";

/**
 * The machine, as the ledger names it: processor, how many cores a run may use, memory in GiB, operating system,
 * architecture.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.ok(Number(thisMachine().cores) >= 1);
 * ```
 */
export function thisMachine(): { cpu: string; cores: number; memoryGiB: number; os: string; arch: string } {
  return {
    cpu: cpus()[0]?.model.trim() || "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: process.platform,
    arch: process.arch,
  };
}

/**
 * The programs that a run stands on, and their versions.
 *
 * @param root The repository's folder.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ROOT } from "./repository.ts";
 * assert.match(versions(ROOT)["thermolab"]!, /^\d+\.\d+\.\d+$/);
 * ```
 */
export function versions(root: string): Ledger["versions"] {
  const manifest = JSON.parse(readFileSync(join(root, "deno.json"), "utf8")) as { version: string };
  const own = (globalThis as { Deno?: { version: { deno: string; v8: string; typescript: string } } }).Deno?.version;
  const runtime = own === undefined ? { node: process.versions.node } : { ...own };
  return { ...runtime, thermolab: manifest.version };
}
