import { randomUUID } from "node:crypto";
import {
  type Connection,
  type ConnectionInfo,
  decodeMessage,
  encodeMessage,
  type JsonObject,
  type JupyterMessage,
  listen,
  type Listener,
  listenPublisher,
  type MessageHeader,
  messageOf,
  newMessage,
  ProtocolError,
  type Publisher,
} from "../../protocol/mod.ts";
import type { Request } from "./request.ts";

/** How long a client that does not read may hold up the end. */
const CLOSE_MS = 1000;

/** Where the messages of the three request sockets go. */
export interface SocketHandlers {
  onShell(request: Request): void;
  onControl(request: Request): void;
  onStdin(request: Request): void;
}

/** What a message carries beside its content. */
export interface Extras {
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

/**
 * A kernel's five sockets, bound. Messages with a wrong signature, and what is no message at all, are dropped; the
 * heartbeat is echoed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { connectKernel, newConnectionInfo } from "../../protocol/mod.ts";
 * const info = await newConnectionInfo();
 * const sockets: KernelSockets = await KernelSockets.bind(info, {
 *   onShell: (request) => sockets.reply(request, "echo_reply", request.message.content),
 *   onControl: () => {},
 *   onStdin: () => {},
 * });
 * const client = await connectKernel(info, { onBroadcast: () => {} });
 * const { content } = await client.request("shell", "echo_request", { a: 1 }).reply;
 * assert.deepEqual(content, { a: 1 });
 * client.close();
 * await sockets.close();
 * ```
 */
export class KernelSockets {
  /** The session that marks the kernel's messages. */
  readonly session: string = randomUUID();
  readonly #key: string;
  readonly #handlers: SocketHandlers;
  #shell!: Listener;
  #stdin!: Listener;
  #iopub!: Publisher;
  #close: (() => Promise<void>)[] = [];

  /** Used by {@linkcode KernelSockets.bind}. */
  constructor(key: string, handlers: SocketHandlers) {
    this.#key = key;
    this.#handlers = handlers;
  }

  /**
   * Binds the five sockets of a connection.
   *
   * @param info The connection.
   * @param handlers Where requests go.
   * @returns The sockets, all of them bound.
   * @throws {ProtocolError} When a port is taken; none stays bound then.
   */
  static async bind(info: ConnectionInfo, handlers: SocketHandlers): Promise<KernelSockets> {
    const sockets = new KernelSockets(info.key, handlers);
    try {
      await sockets.#bind(info);
    } catch (error) {
      await sockets.close();
      throw new ProtocolError(`Cannot bind the kernel's sockets on ${info.ip}: ${messageOf(error)}`);
    }
    return sockets;
  }

  /**
   * Sends a message on iopub, to everybody.
   *
   * @param type The message type.
   * @param content Its content.
   * @param parent The header of the request that caused it.
   * @param extras Metadata and buffers.
   */
  publish(type: string, content: JsonObject, parent: MessageHeader | null, extras: Extras = {}): void {
    const topic = new TextEncoder().encode(`kernel.thermolab.${type}`);
    this.#iopub.publish(this.#encode(newMessage(type, content, this.session, parent), [topic], extras));
  }

  /**
   * Answers a request on the connection that it came on.
   *
   * @param request The request.
   * @param type The reply's message type.
   * @param content Its content.
   * @param extras Metadata and buffers.
   */
  reply(request: Request, type: string, content: JsonObject, extras: Extras = {}): void {
    const { message: { header, identities }, connection } = request;
    connection.send(this.#encode(newMessage(type, content, this.session, header), identities, extras));
  }

  /**
   * Sends a question to the client whose request is being served.
   *
   * @param request The request.
   * @param content The question.
   * @returns The connection that the answer will come on, `null` when that client takes no questions.
   */
  ask(request: Request, content: JsonObject): Connection | null {
    const connection = this.#stdinOf(request.connection);
    if (connection === null) return null;
    connection.send(this.#encode(newMessage("input_request", content, this.session, request.message.header), [], {}));
    return connection;
  }

  /** Hands over what is unsent, and unbinds all. */
  async close(): Promise<void> {
    await Promise.all(this.#close.map((close) => close()));
  }

  async #bind(info: ConnectionInfo): Promise<void> {
    const at = (port: number): { ip: string; port: number } => ({ ip: info.ip, port });
    const kept = <T extends { close(limitMs: number): Promise<void> }>(socket: T): T => {
      this.#close.push(() => socket.close(CLOSE_MS));
      return socket;
    };
    const router = async (port: number, handle: (request: Request) => void): Promise<Listener> =>
      kept(await listen(at(port), { socketType: "ROUTER", onMessage: this.#decoded(handle) }));
    // iopub first: whoever gets an answer on shell should have been able to subscribe.
    this.#iopub = kept(await listenPublisher(at(info.iopub_port)));
    this.#stdin = await router(info.stdin_port, (request) => this.#handlers.onStdin(request));
    await router(info.control_port, (request) => this.#handlers.onControl(request));
    kept(
      await listen(at(info.hb_port), {
        socketType: "REP",
        onMessage: (frames, connection) => connection.send(frames),
      }),
    );
    this.#shell = await router(info.shell_port, (request) => this.#handlers.onShell(request));
  }

  #decoded(handle: (request: Request) => void): (frames: Uint8Array[], connection: Connection) => void {
    return (frames, connection) => {
      let message: JupyterMessage;
      try {
        message = decodeMessage(frames, this.#key);
      } catch (error) {
        if (error instanceof ProtocolError) return;
        throw error;
      }
      handle({ message, connection });
    };
  }

  #encode(message: JupyterMessage, identities: readonly Uint8Array[], extras: Extras): Uint8Array[] {
    return encodeMessage({ ...message, identities, ...extras }, this.#key);
  }

  /**
   * A client gives one identity on shell and stdin, and several clients may give the same; each connects both in the
   * same order as the others do.
   */
  #stdinOf(shell: Connection): Connection | null {
    const same = (listener: Listener): Connection[] =>
      [...listener.connections].filter(({ peerIdentity }) => equal(peerIdentity, shell.peerIdentity));
    const questions = same(this.#stdin);
    return questions[same(this.#shell).indexOf(shell)] ?? questions.at(-1) ?? null;
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
