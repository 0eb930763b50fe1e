import type { Socket } from "node:net";
import { decodeMetadata, encodeCommand, encodeMetadata } from "./command.ts";
import { Decoder, type Part } from "./decoder.ts";
import { ProtocolError } from "./errors.ts";
import { encodeFrameHeader, FLAG_COMMAND, FLAG_MORE } from "./frame.ts";
import { encodeGreeting } from "./greeting.ts";

/** The ZeroMQ socket types that Jupyter's five sockets use, on either side. */
export type SocketType = "DEALER" | "ROUTER" | "PUB" | "SUB" | "XPUB" | "XSUB" | "REQ" | "REP";

/** Which socket types may talk to which (ZMTP 3.0, RFC 23, "Socket Type Property"). */
const COMPATIBLE: Readonly<Record<SocketType, readonly string[]>> = {
  DEALER: ["REP", "DEALER", "ROUTER"],
  ROUTER: ["REQ", "DEALER", "ROUTER"],
  PUB: ["SUB", "XSUB"],
  SUB: ["PUB", "XPUB"],
  XPUB: ["SUB", "XSUB"],
  XSUB: ["PUB", "XPUB"],
  REQ: ["REP", "ROUTER"],
  REP: ["REQ", "DEALER"],
};

/** Up to here a message is copied into one piece before it is sent. */
const COPIED_BYTES = 65536;

/** How one side of a connection presents itself and where its traffic goes. */
export interface ConnectionOptions {
  /** The own socket type; the peer's must be compatible with it. */
  readonly socketType: SocketType;
  /** The own routing identity, 0 to 255 bytes; empty unless given. */
  readonly identity?: Uint8Array;
  /**
   * Receives every message, frame by frame as the peer sent it, with the connection to answer on: the first may come
   * before {@linkcode openConnection}'s promise has been seen to settle.
   */
  readonly onMessage: (frames: Uint8Array[], connection: Connection) => void;
  /** Called once when the connection has ended after the handshake, with the error that ended it, if any. */
  readonly onClose?: (error: Error | null) => void;
}

/** One ZMTP connection after its handshake. */
export interface Connection {
  /** The peer's socket type. */
  readonly peerType: string;
  /** The peer's routing identity, empty when it gave none. */
  readonly peerIdentity: Uint8Array;
  /** How many bytes have been sent here and not yet taken by the operating system. */
  readonly unsentBytes: number;
  /** Sends one message of one frame or more; a closed connection drops it, as ZeroMQ does. */
  send(frames: readonly Uint8Array[]): void;
  /** Ends the connection, what is unsent is lost; `onClose` follows. */
  close(): void;
  /** Ends the connection once what is unsent has left, or after `limitMs` milliseconds; `onClose` follows. */
  finish(limitMs: number): Promise<void>;
}

/**
 * Speaks ZMTP 3.0 with the NULL mechanism (RFC 23) over an open TCP socket, on the client's or the server's side: the
 * two are the same but for who opened the socket.
 *
 * @param socket An open socket, or one that is about to open.
 * @param options Own socket type and identity, and where messages go.
 * @returns The connection once the peer is ready.
 * @throws {ProtocolError} When the peer breaks the protocol, is of an incompatible type or closes too early.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import net from "node:net";
 * const received = Promise.withResolvers<string>();
 * const server = net.createServer((socket) => {
 *   const onMessage = (frames: Uint8Array[]) => received.resolve(new TextDecoder().decode(frames[0]));
 *   openConnection(socket, { socketType: "ROUTER", onMessage });
 * });
 * await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
 * const socket = net.connect((server.address() as net.AddressInfo).port, "127.0.0.1");
 * const client = await openConnection(socket, { socketType: "DEALER", onMessage: () => {} });
 * client.send([new TextEncoder().encode("hello")]);
 * assert.equal(await received.promise, "hello");
 * client.close();
 * server.close();
 * ```
 */
export function openConnection(socket: Socket, options: ConnectionOptions): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const decoder = new Decoder();
    let connection: Connection | null = null;
    let failure: Error | null = null;
    const fail = (error: Error): void => {
      failure ??= error;
      socket.destroy();
    };
    const receive = (part: Part): void => {
      if (part.kind === "greeting") return sendCommand(socket, "READY", ownMetadata(options));
      if (part.kind === "message") {
        if (connection === null) throw new ProtocolError("Cannot accept a message before the peer's READY command");
        return options.onMessage(part.frames, connection);
      }
      if (part.command.name === "ERROR") {
        throw new ProtocolError(`Cannot connect: the peer answered ${errorReason(part.command.data)}`);
      }
      if (connection !== null || part.command.name !== "READY") return;
      const metadata = decodeMetadata(part.command.data);
      const peerType = new TextDecoder().decode(metadata.get("socket-type"));
      if (!COMPATIBLE[options.socketType].includes(peerType)) {
        throw new ProtocolError(`Cannot connect a ${options.socketType} socket to a peer of type "${peerType}"`);
      }
      connection = {
        peerType,
        peerIdentity: metadata.get("identity") ?? new Uint8Array(),
        get unsentBytes() {
          return socket.writableLength;
        },
        send: (frames) => sendMessage(socket, frames),
        close: () => socket.destroy(),
        finish: (limitMs) => finish(socket, limitMs),
      };
      resolve(connection);
    };
    socket.setNoDelay(true);
    socket.on("data", (chunk: Uint8Array) => {
      if (failure !== null) return;
      try {
        // Node's Buffer behaves otherwise than the Uint8Array that it is a subclass of.
        const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
        for (const part of decoder.push(bytes)) receive(part);
      } catch (error) {
        fail(error instanceof Error ? error : new ProtocolError(String(error)));
      }
    });
    socket.on("error", fail);
    socket.on("close", () => {
      if (connection !== null) options.onClose?.(failure);
      else reject(failure ?? new ProtocolError("Cannot connect: the peer closed the connection during the handshake"));
    });
    socket.write(encodeGreeting());
  });
}

function ownMetadata(options: ConnectionOptions): Uint8Array {
  const properties: [string, Uint8Array][] = [["Socket-Type", new TextEncoder().encode(options.socketType)]];
  if (options.identity !== undefined) properties.push(["Identity", options.identity]);
  return encodeMetadata(properties);
}

function errorReason(data: Uint8Array): string {
  return `"${new TextDecoder().decode(data.subarray(1))}"`;
}

function sendCommand(socket: Socket, name: string, data: Uint8Array): void {
  const body = encodeCommand(name, data);
  socket.write(encodeFrameHeader(body.length, FLAG_COMMAND));
  socket.write(body);
}

function sendMessage(socket: Socket, frames: readonly Uint8Array[]): void {
  if (socket.destroyed || socket.writableEnded) return;
  const headers = frames.map((frame, i) => encodeFrameHeader(frame.length, i < frames.length - 1 ? FLAG_MORE : 0));
  const size = frames.reduce((sum, frame, i) => sum + frame.length + headers[i]!.length, 0);
  if (size <= COPIED_BYTES) return void socket.write(joined(headers, frames, size));
  socket.cork();
  for (const [i, frame] of frames.entries()) {
    socket.write(headers[i]!);
    socket.write(frame);
  }
  socket.uncork();
}

/** A small message leaves in one write; the copy costs less than a write for each frame. */
function joined(headers: readonly Uint8Array[], frames: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const [i, frame] of frames.entries()) {
    bytes.set(headers[i]!, at);
    bytes.set(frame, at + headers[i]!.length);
    at += headers[i]!.length + frame.length;
  }
  return bytes;
}

async function finish(socket: Socket, limitMs: number): Promise<void> {
  if (!socket.destroyed) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const left = new Promise<void>((done) => {
      // Destroyed before the peer has read, a socket may take back what it has handed over.
      socket.once("close", () => done());
      socket.end();
      timer = setTimeout(done, limitMs);
    });
    await left;
    clearTimeout(timer);
  }
  socket.destroy();
}
