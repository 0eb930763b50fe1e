import { type KernelClient, ProtocolError } from "../protocol/mod.ts";
import { awakeSleep } from "./awake_timer.ts";
import { KernelDiedError } from "./errors.ts";
import type { KernelProcess } from "./kernel_process.ts";

/** How long a broken connection may stay without the process's end, which explains it. */
const BROKEN_MS = 1000;
const LAST_MESSAGES_MS = 200;

/**
 * Connects the two ways in which a kernel can be lost: its process ends, or a connection breaks although it lives.
 *
 * @param process The kernel's process.
 * @param client Its client.
 * @param broken Settles when a connection has ended that nobody closed.
 * @returns Settles with the reason.
 */
export function lossOf(process: KernelProcess, client: KernelClient, broken: Promise<Error | null>): Promise<Error> {
  const died = process.ended.then(async (end) => {
    // What the kernel sent before its end is still on its way.
    await Promise.race([client.ended, awakeSleep(LAST_MESSAGES_MS)]);
    return new KernelDiedError(end);
  });
  const cut = broken.then(async (error) => {
    await awakeSleep(BROKEN_MS);
    return error ?? new ProtocolError("Lost the connection to the Deno kernel although its process lives");
  });
  return Promise.race([died, cut]);
}
