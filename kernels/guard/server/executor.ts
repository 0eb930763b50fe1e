import type { JsonObject } from "../../protocol/mod.ts";
import type { GuardedKernel, KernelOutput } from "../guarded_kernel.ts";
import type { LanguageService } from "../language/mod.ts";
import { readExecuteRequest } from "./execute_content.ts";
import type { History } from "./history.ts";
import type { Questions } from "./questions.ts";
import { refusal } from "./refusal.ts";
import type { Request } from "./request.ts";
import type { KernelSockets } from "./sockets.ts";

/** What executions need and leave traces in. */
export interface ExecutorParts {
  readonly kernel: GuardedKernel;
  readonly sockets: KernelSockets;
  readonly questions: Questions;
  readonly history: History;
  readonly language: LanguageService;
}

/** Serves `execute_request`: outputs go to iopub under the request, questions to its client, losses are announced. */
export class Executor {
  readonly #parts: ExecutorParts;
  #running: Request | null = null;
  /** A loss that no cell has shown yet. */
  #lost: string | null = null;

  /** @param parts What executions need. */
  constructor(parts: ExecutorParts) {
    this.#parts = parts;
    parts.kernel.onStateLost((reason) => this.#stateLost(reason));
  }

  /**
   * Runs the code of a request. Everything that it puts out has been sent when the promise settles.
   *
   * @param request The request.
   * @returns The reply's content, and whether the requests behind this one are to be aborted.
   */
  async execute(request: Request): Promise<{ content: JsonObject; abort: boolean }> {
    const { kernel, sockets, questions, history, language } = this.#parts;
    const { header, content } = request.message;
    const asked = readExecuteRequest(content);
    if (asked === null) return { content: refusal("Cannot execute a request without code"), abort: false };
    const counts = asked.storeHistory;
    const count = (kernel.isAlive ? kernel.executionCount : 0) + (counts ? 1 : 0);
    if (!asked.silent) sockets.publish("execute_input", { code: asked.code, execution_count: count }, header);
    this.#running = request;
    if (this.#lost !== null) this.#announce(request, this.#lost);
    let value: string | null = null;
    try {
      const reply = await kernel.execute(asked, {
        onOutput: (output) => {
          if (output.type === "execute_result") value = plainText(output);
          sockets.publish(output.type, output.content, header, output);
        },
        onInput: (prompt, password) => questions.ask(request, prompt, password),
      });
      if (counts) history.add(reply.execution_count, asked.code, value);
      if (!asked.silent) language.addCell(asked.code);
      return { content: reply as unknown as JsonObject, abort: reply.status === "error" && asked.stopOnError };
    } finally {
      questions.forget();
      this.#running = null;
    }
  }

  /** A cell that loses the variables shows the reason itself. */
  #stateLost(reason: string): void {
    this.#parts.history.newSession();
    this.#parts.language.reset();
    if (this.#running === null) this.#lost = reason;
    else this.#announce(this.#running, "the next cell starts a new kernel");
  }

  #announce(request: Request, why: string): void {
    this.#lost = null;
    const text = `All variables are gone: ${why}\n`;
    this.#parts.sockets.publish("stream", { name: "stderr", text }, request.message.header);
  }
}

function plainText({ content }: KernelOutput): string | null {
  const data = content["data"] as JsonObject | undefined;
  return typeof data?.["text/plain"] === "string" ? data["text/plain"] : null;
}
