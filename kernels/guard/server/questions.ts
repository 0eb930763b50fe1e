import { ThermolabError } from "../../../lib/errors.ts";
import type { Connection } from "../../protocol/mod.ts";
import type { Request } from "./request.ts";
import type { KernelSockets } from "./sockets.ts";

interface Open {
  readonly connection: Connection;
  resolve(value: string): void;
}

/** The questions of a running cell to the client that has asked for it. */
export class Questions {
  readonly #sockets: KernelSockets;
  #open: Open | null = null;

  /** @param sockets The kernel's sockets. */
  constructor(sockets: KernelSockets) {
    this.#sockets = sockets;
  }

  /**
   * Asks the user. A question that is still open is forgotten.
   *
   * @param request The request that is being served.
   * @param prompt The question.
   * @param password Whether the answer must not be shown.
   * @returns The answer; unsettled for ever when the question is forgotten.
   * @throws {ThermolabError} When the client takes no questions.
   */
  async ask(request: Request, prompt: string, password: boolean): Promise<string> {
    const connection = this.#sockets.ask(request, { prompt, password });
    if (connection === null) throw new ThermolabError(`Cannot ask ${JSON.stringify(prompt)}: the client has no stdin`);
    return await new Promise((resolve) => this.#open = { connection, resolve });
  }

  /** Takes a message of the stdin socket; only an answer from whom was asked counts. */
  take({ message, connection }: Request): void {
    const open = this.#open;
    if (message.header.msg_type !== "input_reply" || open?.connection !== connection) return;
    this.#open = null;
    open.resolve(String(message.content["value"] ?? ""));
  }

  /** Forgets the open question: the cell that has asked is over. */
  forget(): void {
    this.#open = null;
  }
}
