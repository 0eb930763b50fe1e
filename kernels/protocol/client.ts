import { randomUUID } from "node:crypto";
import { connectDealer, connectSubscriber } from "./connect.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionInfo } from "./connection_file.ts";
import { ProtocolError, SignatureError } from "./errors.ts";
import { type JsonObject, type JupyterMessage, newMessage } from "./message.ts";
import { decodeMessage, encodeMessage } from "./wire.ts";

/** The kernel's sockets that a client sends requests to. */
export type RequestChannel = "shell" | "control";

/** Where a client's incoming traffic goes. */
export interface KernelClientOptions {
  /** Receives every message of the iopub socket, in the kernel's order. */
  readonly onBroadcast: (message: JupyterMessage) => void;
  /**
   * Answers the kernel's questions; the stdin socket is connected only where it is given.
   *
   * @returns The line that the user gives. A rejection is answered with the empty line.
   */
  readonly onInput?: (question: InputQuestion) => Promise<string>;
  /** Called when a connection ends that nobody closed, with its error, if any. */
  readonly onClose?: (error: Error | null) => void;
}

/** A question of the kernel to its user. */
export interface InputQuestion {
  readonly prompt: string;
  /** Whether the answer must not be shown. */
  readonly password: boolean;
  /** Identifier of the request that made the kernel ask. */
  readonly parentId: string;
}

/**
 * The client's side of a kernel: requests with their replies on shell and control, broadcasts on iopub, and questions
 * on stdin.
 */
export interface KernelClient {
  /** The session that marks this client's messages. */
  readonly session: string;
  /** How many messages were dropped because their signature was wrong. */
  readonly badSignatures: number;
  /**
   * Sends a request.
   *
   * @returns The request's identifier, which is the parent of all that it causes, and the promise of its reply. The
   * promise rejects with {@linkcode ProtocolError} when the connection ends first.
   */
  request(channel: RequestChannel, type: string, content: JsonObject): { id: string; reply: Promise<JupyterMessage> };
  /** Settles when all connections have ended, all that they carried having been delivered. */
  readonly ended: Promise<void>;
  /** Closes the connections; replies still awaited are rejected. */
  close(): void;
}

interface Waiting {
  readonly channel: "shell" | "control";
  resolve(message: JupyterMessage): void;
  reject(error: Error): void;
}

/**
 * Connects to a running kernel's shell, control and iopub sockets, and to stdin where somebody answers.
 *
 * @param info The kernel's connection.
 * @param options Where broadcasts go and who answers questions.
 * @returns The client; its subscription to iopub may take effect a moment later.
 * @throws {ProtocolError} When a handshake fails; an operating system's error when nothing listens yet.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { newConnectionInfo } from "./connection_file.ts";
 * // Nothing listens on these ports.
 * await assert.rejects(connectKernel(await newConnectionInfo(), { onBroadcast: () => {} }));
 * ```
 */
export async function connectKernel(info: ConnectionInfo, options: KernelClientOptions): Promise<KernelClient> {
  const session = randomUUID();
  const waiting = new Map<string, Waiting>();
  let badSignatures = 0;
  let closed = false;
  const { onInput } = options;
  let open = onInput === undefined ? 3 : 4;
  const allEnded = deferred();

  const decoded = (receive: (message: JupyterMessage) => void) => (frames: Uint8Array[]): void => {
    let message: JupyterMessage;
    try {
      message = decodeMessage(frames, info.key);
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error;
      badSignatures++;
      return;
    }
    receive(message);
  };
  const receiveReply = decoded((message) => {
    const id = message.parent?.msg_id ?? "";
    waiting.get(id)?.resolve(message);
    waiting.delete(id);
  });
  // Only those of the connection that ended: a kernel that goes closes all of them, and what it has sent on another one
  // may still be on its way.
  const rejectWaiting = (channel: Waiting["channel"], error: Error | null): void => {
    for (const [id, one] of waiting) {
      if (one.channel !== channel) continue;
      const why = "Cannot wait for a reply: the connection to the kernel has ended";
      one.reject(new ProtocolError(error === null ? why : `${why}: ${error.message}`));
      waiting.delete(id);
    }
  };
  const ending = (channel?: Waiting["channel"]) => (error: Error | null): void => {
    if (--open === 0) allEnded.resolve();
    if (channel !== undefined) rejectWaiting(channel, error);
    if (!closed) options.onClose?.(error);
    closed = true;
  };

  const receiveQuestion = (frames: Uint8Array[], connection: Connection): void =>
    decoded(({ header, parent, content }) => {
      if (header.msg_type !== "input_request" || onInput === undefined) return;
      const question = {
        prompt: String(content["prompt"] ?? ""),
        password: content["password"] === true,
        parentId: parent?.msg_id ?? "",
      };
      const answer = (value: string): void =>
        connection.send(encodeMessage(newMessage("input_reply", { status: "ok", value }, session, header), info.key));
      onInput(question).then(answer, () => answer(""));
    })(frames);

  // One identity on all: a kernel asks on the stdin connection whose identity is that of the shell connection.
  const identity = new TextEncoder().encode(session);
  const opened = await Promise.allSettled([
    connectDealer({ ip: info.ip, port: info.shell_port }, identity, {
      onMessage: receiveReply,
      onClose: ending("shell"),
    }),
    connectDealer({ ip: info.ip, port: info.control_port }, identity, {
      onMessage: receiveReply,
      onClose: ending("control"),
    }),
    connectSubscriber({ ip: info.ip, port: info.iopub_port }, {
      onMessage: decoded(options.onBroadcast),
      onClose: ending(),
    }),
    ...(onInput === undefined ? [] : [
      connectDealer({ ip: info.ip, port: info.stdin_port }, identity, {
        onMessage: receiveQuestion,
        onClose: ending(),
      }),
    ]),
  ]);
  const failed = opened.find((result) => result.status === "rejected");
  if (failed !== undefined) {
    closed = true;
    for (const result of opened) if (result.status === "fulfilled") result.value.close();
    throw failed.reason;
  }
  const connections = opened.map((result) => (result as PromiseFulfilledResult<Connection>).value);
  const [shell, control] = connections;
  const all = connections.length;

  return {
    session,
    get badSignatures() {
      return badSignatures;
    },
    ended: allEnded.promise,
    request(channel, type, content) {
      const message = newMessage(type, content, session);
      const id = message.header.msg_id;
      const reply = new Promise<JupyterMessage>((resolve, reject) => waiting.set(id, { channel, resolve, reject }));
      // A caller that no longer cares must not turn into an unhandled rejection when the kernel goes away.
      reply.catch(() => {});
      if (open < all) rejectWaiting(channel, null);
      (channel === "shell" ? shell! : control!).send(encodeMessage(message, info.key));
      return { id, reply };
    },
    close() {
      closed = true;
      for (const connection of connections) connection.close();
    },
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => resolve = done);
  return { promise, resolve };
}
