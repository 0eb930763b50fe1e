import process from "node:process";

/**
 * Whether the same suite has just run under Deno (`unit.ts` says so). What starts the `lab` command or opens pages does the same
 * under either runtime, since both run outside of the suite's own process: it is done once.
 */
export const DONE_UNDER_DENO: boolean = process.env["THERMOLAB_DONE_UNDER_DENO"] === "1" && !("Deno" in globalThis);

/** What is said of it. */
export const ONCE = "NOT RUN: done under Deno, and the same here";
