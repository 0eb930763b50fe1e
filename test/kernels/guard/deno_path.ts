import process from "node:process";

/** Path of the Deno executable that the kernels run on, `null` when there is none; said aloud, since tests then do not run. */
export const DENO: string | null = find();

function find(): string | null {
  const named = process.env["THERMOLAB_DENO"];
  if (named) return named;
  const running = (globalThis as { Deno?: { execPath(): string } }).Deno;
  if (running !== undefined) return running.execPath();
  console.warn("NOT RUN: no Deno. Set THERMOLAB_DENO to the path of a Deno executable");
  return null;
}
