import { ThermolabError } from "../../lib/errors.ts";

/** A kernel could not be started: its program is missing, it ended at once, or it did not answer in time. */
export class KernelStartError extends ThermolabError {
  override name = "KernelStartError";
}

/** How a kernel's process ended. */
export interface KernelEnd {
  /** The exit code, `null` when a signal ended the process. */
  readonly exitCode: number | null;
  /** The signal that ended the process, `null` when it exited by itself. */
  readonly signal: string | null;
  /** The last lines that the process wrote to its standard error. */
  readonly standardError: string;
}

/** The kernel's process ended while somebody still needed it. */
export class KernelDiedError extends ThermolabError {
  override name = "KernelDiedError";
  /** Exit code, signal and the last words. */
  readonly end: KernelEnd;

  /** @param end How the process ended. */
  constructor(end: KernelEnd) {
    super(describe(end));
    this.end = end;
  }
}

/** A cell, together with the outputs it still owed, took longer than it was allowed. */
export class KernelTimeoutError extends ThermolabError {
  override name = "KernelTimeoutError";
}

/** The caller's abort signal ended an execution. */
export class KernelInterruptedError extends ThermolabError {
  override name = "KernelInterruptedError";
}

function describe(end: KernelEnd): string {
  if (/out of memory/i.test(end.standardError)) return "Lost the Deno kernel: it ran out of memory";
  const cause = end.signal === "SIGKILL"
    ? "it was ended by signal SIGKILL, from outside or because the computer ran out of memory"
    : end.signal !== null
    ? `it was ended by signal ${end.signal}`
    : `it exited with code ${end.exitCode}`;
  return `Lost the Deno kernel: ${cause}${end.standardError === "" ? "" : `; its last words: ${end.standardError}`}`;
}
