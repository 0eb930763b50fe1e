import { createServer, type Socket } from "node:net";
import type { Endpoint } from "./connect.ts";
import { type Connection, openConnection } from "./connection.ts";

/** The kernel's side of Jupyter's sockets. */
export type ServerSocketType = "ROUTER" | "PUB" | "REP";

/** What a listening socket needs: its type, and where its messages go. */
export interface ListenOptions {
  readonly socketType: ServerSocketType;
  /** Receives every message with the connection that it came on: the one to answer on. */
  readonly onMessage: (frames: Uint8Array[], connection: Connection) => void;
  /** Called when a connection has ended. */
  readonly onClose?: (connection: Connection) => void;
}

/** A listening socket with any number of peers. */
export interface Listener {
  /** The port that it listens on. */
  readonly port: number;
  /** The peers whose handshake is done, in the order in which they came. */
  readonly connections: ReadonlySet<Connection>;
  /**
   * Takes no more peers, hands over what is unsent, and ends all connections.
   *
   * @param limitMs How long a peer that does not read may hold this up, in milliseconds.
   */
  close(limitMs: number): Promise<void>;
}

/**
 * Listens for peers: the kernel's side of a socket. Peers are told apart by their connection, never by the identity
 * that they give: several clients may give the same. One that does not speak ZMTP 3 is cut off without a word.
 *
 * @param endpoint Address and port; port 0 takes a free one.
 * @param options Socket type and where messages go.
 * @returns The socket, once it listens.
 * @throws {Error} The operating system's error, such as EADDRINUSE, when the port cannot be had.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { connectDealer } from "./connect.ts";
 * const listener = await listen({ ip: "127.0.0.1", port: 0 }, {
 *   socketType: "ROUTER",
 *   onMessage: (frames, connection) => connection.send(frames),
 * });
 * const echoed = Promise.withResolvers<string>();
 * const client = await connectDealer({ ip: "127.0.0.1", port: listener.port }, new Uint8Array(), {
 *   onMessage: ([frame]) => echoed.resolve(new TextDecoder().decode(frame)),
 * });
 * client.send([new TextEncoder().encode("hello")]);
 * assert.equal(await echoed.promise, "hello");
 * client.close();
 * await listener.close(100);
 * ```
 */
export async function listen(endpoint: Endpoint, options: ListenOptions): Promise<Listener> {
  const connections = new Set<Connection>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    let own: Connection | null = null;
    const accept = (connection: Connection): void => {
      if (own !== null) return;
      own = connection;
      connections.add(connection);
    };
    openConnection(socket, {
      socketType: options.socketType,
      // A first message may come with the bytes of the handshake, before its promise settles.
      onMessage(frames, connection) {
        accept(connection);
        options.onMessage(frames, connection);
      },
      onClose() {
        if (own !== null && connections.delete(own)) options.onClose?.(own);
      },
    }).then((connection) => socket.destroyed || accept(connection), () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(endpoint.port, endpoint.ip, resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    connections,
    async close(limitMs) {
      server.close();
      await Promise.all([...connections].map((connection) => connection.finish(limitMs)));
      for (const socket of sockets) socket.destroy();
    },
  };
}
