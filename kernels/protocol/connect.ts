import { connect } from "node:net";
import { type Connection, openConnection } from "./connection.ts";

/** Where a kernel's socket listens. */
export interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

/** What the two client sockets need: where their messages go, and what happens at the end. */
export interface ClientOptions {
  readonly onMessage: (frames: Uint8Array[], connection: Connection) => void;
  readonly onClose?: (error: Error | null) => void;
}

/**
 * Connects a DEALER, the client's side of a kernel's shell, control and stdin sockets.
 *
 * @param endpoint Address and port.
 * @param identity The routing identity; the kernel's replies go to the connection that carries it.
 * @param options Where messages go.
 * @returns The connection after its handshake.
 * @throws {ProtocolError} When the handshake fails; an operating system's error when nothing listens.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(connectDealer({ ip: "127.0.0.1", port: 1 }, new Uint8Array(), { onMessage: () => {} }));
 * ```
 */
export function connectDealer(endpoint: Endpoint, identity: Uint8Array, options: ClientOptions): Promise<Connection> {
  return openConnection(connect(endpoint.port, endpoint.ip), { socketType: "DEALER", identity, ...options });
}

/**
 * Connects a SUB that receives everything the peer publishes: the client's side of a kernel's iopub socket. What is
 * published before the peer has read the subscription is not received.
 *
 * @param endpoint Address and port.
 * @param options Where messages go.
 * @returns The connection after its handshake, the subscription sent.
 * @throws {ProtocolError} When the handshake fails; an operating system's error when nothing listens.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(connectSubscriber({ ip: "127.0.0.1", port: 1 }, { onMessage: () => {} }));
 * ```
 */
export async function connectSubscriber(endpoint: Endpoint, options: ClientOptions): Promise<Connection> {
  const socket = connect(endpoint.port, endpoint.ip);
  const connection = await openConnection(socket, { socketType: "SUB", ...options });
  // In ZMTP 3.0 a subscription is a message: 1, then the topic; the empty topic is every topic.
  connection.send([Uint8Array.of(1)]);
  return connection;
}
