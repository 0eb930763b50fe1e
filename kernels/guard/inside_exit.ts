import type { InsideParts } from "./inside_parts.ts";

/**
 * Runs inside the kernel, sent there as source text: it must not refer to anything outside itself. Outputs leave the
 * kernel on another thread, and a process that exits takes those along that are still there: an exit asked for in a cell
 * waits until the guard has received everything before it. It also takes those variables out of the environment that
 * were for the kernel's own start, so that the cells' children do not inherit them.
 *
 * @param parts What the functions inside share.
 * @param token The token that tells the guard of the exit.
 * @param unset The variables' names.
 */
export function installExit(parts: InsideParts, token: string, unset: readonly string[]): void {
  // deno-lint-ignore no-explicit-any -- the kernel's internals have no types here
  const { Deno, process } = globalThis as any;
  const longest = 2000;
  const leave = (): void => {
    parts.emit(token, { findings: [], timers: [], workers: 0, busy: false, tests: 0 });
    parts.waitForGuard(longest);
  };
  const realExit = Deno.exit, realProcessExit = process.exit;
  Deno.exit = (code?: number): unknown => (leave(), realExit(code));
  process.exit = (code?: number): unknown => (leave(), realProcessExit.call(process, code));
  for (const name of unset) Deno.env.delete(name);
}
