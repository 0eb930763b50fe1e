import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { startKernel, startKernelProcess } from "../guard/mod.ts";
import { connectKernel, type JsonObject, type JupyterMessage, type KernelClient } from "../protocol/mod.ts";

/** What became of the outputs of many small cells. */
export interface OutputLoss {
  /** How many there should have been. */
  readonly expected: number;
  /** Those that did not come before their own cell was said to have ended. */
  readonly lost: number;
  /** Those among them that came under another cell. */
  readonly misplaced: number;
}

/** How the loss is measured. */
export interface LossOptions {
  /** Path of the Deno executable. */
  readonly deno: string;
  readonly cells: number;
  /** Ends the measurement when it aborts. */
  readonly signal?: AbortSignal;
}

/** An output that names its cell in its text, and the cell under which it came, `null` after the end of that. */
interface Arrival {
  readonly text: string;
  readonly under: number | null;
}

const CONNECT_PAUSE_MS = 20;
const LATE_MS = 300;
const OUTPUTS_PER_CELL = 3;

/**
 * Loss with Deno's kernel as it is and a client that behaves as stock ones do: it takes `idle` for the end of a cell's outputs and
 * sends the next cell.
 *
 * @param options Executable, number of cells.
 * @throws {Error} When the kernel cannot be started, or the signal aborts.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { expected, lost } = await plainLoss({ deno: Deno.execPath(), cells: 2 });
 * assert.equal(expected, 6);
 * assert.ok(lost >= 0 && lost <= 6);
 * ```
 */
export async function plainLoss({ deno, cells, signal }: LossOptions): Promise<OutputLoss> {
  const process = await startKernelProcess({ deno, cwd: tmpdir(), environment: {} });
  try {
    let take = (_message: JupyterMessage): void => {};
    const client = await connected(() => connectKernel(process.connection, { onBroadcast: (m) => take(m) }), signal);
    const heard = new Promise<boolean>((resolve) => take = () => resolve(true));
    // The kernel must not outlive this process.
    const watch = "(async () => { for await (const _ of Deno.stdin.readable); Deno.exit(); })(); undefined";
    do await client.request("shell", "execute_request", execution(watch, true)).reply; while (
      !await Promise.race([heard, sleep(CONNECT_PAUSE_MS, false)])
    );
    const arrivals: Arrival[] = [], ids = new Map<string, number>();
    const ended = new Set<string>(), waiting = new Map<string, () => void>();
    take = ({ header, parent, content }) => {
      const id = parent?.msg_id ?? "";
      if (header.msg_type === "status" && content["execution_state"] === "idle") {
        ended.add(id);
        waiting.get(id)?.();
      }
      const text = textOf(header.msg_type, content);
      if (text !== null) arrivals.push({ text, under: ended.has(id) ? null : ids.get(id) ?? null });
    };
    for (let cell = 0; cell < cells; cell++) {
      signal?.throwIfAborted();
      await execute(client, cell, ids, waiting);
    }
    await sleep(LATE_MS);
    client.close();
    return lossOf(cells, arrivals);
  } finally {
    await process.kill();
    process.removeFolder();
  }
}

/**
 * Loss through the guard, on the same cells.
 *
 * @param options Executable, number of cells.
 * @throws {Error} When the kernel cannot be started, or the signal aborts.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(await guardLoss({ deno: Deno.execPath(), cells: 2 }), { expected: 6, lost: 0, misplaced: 0 });
 * ```
 */
export async function guardLoss({ deno, cells, signal }: LossOptions): Promise<OutputLoss> {
  const limits = signal === undefined ? {} : { signal };
  const kernel = await startKernel({ deno, cwd: tmpdir(), ...limits });
  try {
    const arrivals: Arrival[] = [];
    for (let cell = 0; cell < cells; cell++) {
      const onOutput = ({ header, content }: JupyterMessage): void => {
        const text = textOf(header.msg_type, content);
        if (text !== null) arrivals.push({ text, under: cell });
      };
      await kernel.execute(source(cell), { onOutput, ...limits });
    }
    return lossOf(cells, arrivals);
  } finally {
    await kernel.shutdown();
  }
}

/**
 * Counts what came in time and under its own cell.
 *
 * @param cells How many cells there were.
 * @param arrivals Every output in its order, with the cell under which it came.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const arrivals = [{ text: "cell 0", under: 0 }, { text: "cell 0", under: 1 }, { text: "cell 1", under: null }];
 * assert.deepEqual(lossOf(2, arrivals), { expected: 6, lost: 5, misplaced: 1 });
 * ```
 */
export function lossOf(cells: number, arrivals: readonly Arrival[]): OutputLoss {
  const expected = OUTPUTS_PER_CELL * cells;
  const own = arrivals.filter(({ text, under }) => under !== null && text === label(under)).length;
  const misplaced = arrivals.filter(({ text, under }) => under !== null && text !== label(under)).length;
  return { expected, lost: expected - own, misplaced };
}

function label(cell: number): string {
  return `cell ${cell}`;
}

function source(cell: number): string {
  const text = JSON.stringify(label(cell)), bundle = `{ "text/plain": ${text} }`;
  return `console.log(${text});
await Deno.jupyter.display(${bundle}, { raw: true });
({ [Deno.jupyter.$display]: () => (${bundle}) });`;
}

function textOf(type: string, content: JsonObject): string | null {
  if (type === "stream") return String(content["text"]).trimEnd();
  if (type !== "display_data" && type !== "execute_result") return null;
  const data = content["data"] as JsonObject;
  return "text/plain" in data ? String(data["text/plain"]) : null;
}

function execution(code: string, silent: boolean): JsonObject {
  return { code, silent, store_history: !silent, user_expressions: {}, allow_stdin: false, stop_on_error: false };
}

async function execute(
  client: KernelClient,
  cell: number,
  ids: Map<string, number>,
  waiting: Map<string, () => void>,
): Promise<void> {
  const { id, reply } = client.request("shell", "execute_request", execution(source(cell), false));
  ids.set(id, cell);
  const idle = new Promise<void>((resolve) => waiting.set(id, resolve));
  await Promise.all([reply, idle]);
}

async function connected(connect: () => Promise<KernelClient>, signal: AbortSignal | undefined): Promise<KernelClient> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await connect();
    } catch {
      await sleep(CONNECT_PAUSE_MS);
    }
  }
}
