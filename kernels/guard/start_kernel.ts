import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { connectKernel, type JupyterMessage, type KernelClient, messageOf, ProtocolError } from "../protocol/mod.ts";
import { withLimits } from "./deadline.ts";
import { type KernelEnd, KernelStartError, KernelTimeoutError } from "./errors.ts";
import { InnerKernel } from "./inner_kernel.ts";
import { insideSource } from "./inside.ts";
import { type KernelProcess, startKernelProcess } from "./kernel_process.ts";
import { lossOf } from "./loss.ts";
import { UserInput } from "./user_input.ts";

const START_TIMEOUT_SECONDS = 60;
const CONNECT_PAUSE_MS = 10;
const SUBSCRIPTION_PAUSE_MS = 250;
const PORT_ATTEMPTS = 3;

/** What a kernel is started with. */
export interface KernelOptions {
  /** Path of the Deno executable. */
  readonly deno: string;
  /** Working directory: relative imports in cells resolve against it, and `deno.json` is looked up from it. */
  readonly cwd: string;
  /** Added to this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Seconds until an unanswering kernel is given up, 60 unless given. */
  readonly startTimeoutSeconds?: number;
  /** Ends the start when it aborts. */
  readonly signal?: AbortSignal;
}

/** Another program has taken a port between its choice and the kernel's start. */
class PortTakenError extends KernelStartError {}

/**
 * Starts a Deno kernel and waits until it answers on every socket and the guard's own functions are inside.
 *
 * @param options Executable, working directory, environment, limits.
 * @returns The kernel, ready for its first cell.
 * @throws {KernelStartError} When the executable is missing, ends at once or does not answer in time.
 * @throws {KernelInterruptedError} When the signal aborts.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const kernel = await startKernel({ deno: Deno.execPath(), cwd: "." });
 * const texts: string[] = [];
 * const { error } = await kernel.execute("console.log(6 * 7)", {
 *   onOutput: (message) => texts.push(String(message.content["text"])),
 * });
 * await kernel.shutdown();
 * assert.equal(error, null);
 * assert.deepEqual(texts, ["42\n"]);
 * ```
 */
export async function startKernel(options: KernelOptions): Promise<InnerKernel> {
  for (let attempt = 1;; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function startOnce(options: KernelOptions): Promise<InnerKernel> {
  const process = await startKernelProcess({
    deno: options.deno,
    cwd: options.cwd,
    environment: options.environment ?? {},
  }).catch((error: unknown) => {
    throw new KernelStartError(`Cannot start the Deno kernel with "${options.deno}": ${messageOf(error)}`);
  });
  try {
    const timeoutSeconds = options.startTimeoutSeconds ?? START_TIMEOUT_SECONDS;
    const limits = options.signal === undefined ? { timeoutSeconds } : { timeoutSeconds, signal: options.signal };
    return await withLimits(
      connected(process, options.deno),
      limits,
      "start the Deno kernel",
      process.ended.then(endedEarly),
    );
  } catch (error) {
    await process.kill();
    process.removeFolder();
    if (!(error instanceof KernelTimeoutError)) throw error;
    throw new KernelStartError(`${error.message}: it did not answer`);
  }
}

/** A connection that breaks because the process died is reported as the process's end. */
async function connected(process: KernelProcess, deno: string): Promise<InnerKernel> {
  try {
    return await connectedOnce(process, deno);
  } catch (error) {
    throw error instanceof ProtocolError ? endedEarly(await process.ended) : error;
  }
}

async function connectedOnce(process: KernelProcess, deno: string): Promise<InnerKernel> {
  let take: (message: JupyterMessage) => void = () => {};
  let breaks: (error: Error | null) => void = () => {};
  const broken = new Promise<Error | null>((resolve) => breaks = resolve);
  const client = await connect(process, { onBroadcast: (message) => take(message), onClose: (error) => breaks(error) });
  const input = await UserInput.connect(process.connection, client.session);
  const exitToken = `thermolab-exit-${randomUUID()}`;
  const info = (await client.request("shell", "kernel_info_request", {}).reply).content;
  const kernel = new InnerKernel({
    deno,
    process,
    client,
    info,
    input,
    exitToken,
    lost: lossOf(process, client, broken),
    connectBroadcast: (consumer) => take = consumer,
  });
  const { content } = await client.request("shell", "execute_request", {
    code: insideSource(process.folder, exitToken, process.unset),
    silent: true,
    store_history: false,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  }).reply;
  if (content["status"] !== "ok") {
    client.close();
    input.close();
    throw new KernelStartError(`Cannot prepare the Deno kernel: ${content["ename"]}: ${content["evalue"]}`);
  }
  // What is published before the kernel has taken the subscription is lost, so ask until an answer comes through.
  while (await Promise.race([kernel.fence(), sleep(SUBSCRIPTION_PAUSE_MS, null, { ref: false })]) === null);
  process.removeConnectionFile();
  return kernel;
}

async function connect(process: KernelProcess, options: Parameters<typeof connectKernel>[1]): Promise<KernelClient> {
  let over = false;
  process.ended.then(() => over = true);
  for (;;) {
    try {
      return await connectKernel(process.connection, options);
    } catch (error) {
      if (over) throw error;
      await sleep(CONNECT_PAUSE_MS);
    }
  }
}

function endedEarly(end: KernelEnd): Error {
  const how = end.signal !== null ? `signal ${end.signal}` : `exit code ${end.exitCode}`;
  const message = `Cannot start the Deno kernel: it ended at once with ${how}${
    end.standardError && `: ${end.standardError}`
  }`;
  return /address (already )?in use|AddrInUse/i.test(end.standardError)
    ? new PortTakenError(message)
    : new KernelStartError(message);
}
