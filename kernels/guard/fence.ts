import type { JsonObject, JupyterMessage } from "../protocol/mod.ts";
import { FENCE_MIME, type FenceReport } from "./inside.ts";
import { isOutput } from "./outputs.ts";

/**
 * Sorts the iopub stream by fences. Deno publishes `idle` before a cell's outputs are out, so the end of a cell is told
 * by two tokens of a later hidden request, one on each of the kernel's two ways out, the console's and the broadcasts'.
 * Each way keeps its order: what came before both tokens is the cell's.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { newMessage } from "../protocol/mod.ts";
 * const seen: string[] = [];
 * const fences = new Fences((message) => seen.push(String(message.content["text"])));
 * const passed = fences.expect("token-1");
 * const stream = (text: string) => newMessage("stream", { name: "stdout", text }, "s");
 * fences.take(stream("a late line\n"));
 * fences.take(stream("token-1\n"));
 * const report = { token: "token-1", findings: [], timers: [], workers: 0, busy: false, tests: 0 };
 * fences.take(newMessage("display_data", { data: { "application/vnd.thermolab.fence+json": report } }, "s"));
 * assert.deepEqual(await passed, report);
 * assert.deepEqual(seen, ["a late line\n"]);
 * ```
 */
export class Fences {
  readonly #onOutput: (message: JupyterMessage) => void;
  readonly #expected = new Map<
    string,
    { console: boolean; report: FenceReport | null; resolve(r: FenceReport): void }
  >();

  /** @param onOutput Receives every output that is not a token, in order. */
  constructor(onOutput: (message: JupyterMessage) => void) {
    this.#onOutput = onOutput;
  }

  /**
   * Announces a token before it is sent.
   *
   * @param token A text that no output contains.
   * @returns Settles with the fence's report once the token has come on both ways.
   */
  expect(token: string): Promise<FenceReport> {
    return new Promise((resolve) => this.#expected.set(token, { console: false, report: null, resolve }));
  }

  /**
   * Takes the next iopub message.
   *
   * @param message Any iopub message; what is not output is ignored.
   */
  take(message: JupyterMessage): void {
    if (!isOutput(message)) return;
    if (message.header.msg_type === "stream") return this.#takeText(message);
    const report = (message.content["data"] as JsonObject | undefined)?.[FENCE_MIME] as unknown as
      | FenceReport
      | undefined;
    if (report === undefined) return this.#onOutput(message);
    const fence = this.#expected.get(report.token);
    if (fence === undefined) return;
    fence.report = report;
    this.#settle(report.token);
  }

  #takeText(message: JupyterMessage): void {
    let text = String(message.content["text"]);
    for (const [token, fence] of this.#expected) {
      const line = `${token}\n`;
      if (!text.includes(line)) continue;
      // A kernel may join texts that were printed one after the other.
      text = text.replace(line, "");
      fence.console = true;
      if (text !== "") this.#onOutput({ ...message, content: { ...message.content, text } });
      return this.#settle(token);
    }
    this.#onOutput(message);
  }

  #settle(token: string): void {
    const fence = this.#expected.get(token)!;
    if (!fence.console || fence.report === null) return;
    this.#expected.delete(token);
    fence.resolve(fence.report);
  }
}
