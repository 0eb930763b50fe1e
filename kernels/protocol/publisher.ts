import type { Endpoint } from "./connect.ts";
import type { Connection } from "./connection.ts";
import { listen } from "./listen.ts";

/** Nobody who reads is a gibibyte behind; keeping more for one who does not would take the kernel down. */
const MAXIMUM_UNSENT_BYTES = 2 ** 30;

/** A PUB socket. Unlike ZeroMQ's it drops no message for a subscriber that is slow: what is published waits. */
export interface Publisher {
  /** The port that it listens on. */
  readonly port: number;
  /** How many peers have subscribed to something. */
  readonly subscribers: number;
  /** Sends a message to every peer that has subscribed to a prefix of its first frame. */
  publish(frames: readonly Uint8Array[]): void;
  /** Hands over what is unsent and ends all connections; `limitMs` bounds the wait for peers that do not read. */
  close(limitMs: number): Promise<void>;
}

/**
 * Opens a PUB socket: the kernel's side of iopub. A peer that leaves more than 1 GiB unread is cut off.
 *
 * @param endpoint Address and port; port 0 takes a free one.
 * @returns The socket, once it listens.
 * @throws {Error} The operating system's error, such as EADDRINUSE, when the port cannot be had.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { connectSubscriber } from "./connect.ts";
 * const publisher = await listenPublisher({ ip: "127.0.0.1", port: 0 });
 * const received = Promise.withResolvers<string>();
 * const subscriber = await connectSubscriber({ ip: "127.0.0.1", port: publisher.port }, {
 *   onMessage: ([topic]) => received.resolve(new TextDecoder().decode(topic)),
 * });
 * while (publisher.subscribers === 0) await new Promise((done) => setTimeout(done, 1));
 * publisher.publish([new TextEncoder().encode("kernel.status")]);
 * assert.equal(await received.promise, "kernel.status");
 * subscriber.close();
 * await publisher.close(100);
 * ```
 */
export async function listenPublisher(endpoint: Endpoint): Promise<Publisher> {
  const subscriptions = new Map<Connection, Uint8Array[]>();
  const listener = await listen(endpoint, {
    socketType: "PUB",
    onMessage([frame], connection) {
      // ZMTP 3.0 (RFC 23, "The Publish-Subscribe Pattern"): 1 subscribes to the topic that follows, 0 cancels once.
      const topics = subscriptions.get(connection) ?? [];
      const topic = frame?.slice(1) ?? new Uint8Array();
      const at = topics.findIndex((one) => one.length === topic.length && startsWith(topic, one));
      if (frame?.[0] === 1) topics.push(topic);
      else if (frame?.[0] === 0 && at >= 0) topics.splice(at, 1);
      if (topics.length > 0) subscriptions.set(connection, topics);
      else subscriptions.delete(connection);
    },
    onClose: (connection) => subscriptions.delete(connection),
  });
  return {
    port: listener.port,
    get subscribers() {
      return subscriptions.size;
    },
    publish(frames) {
      for (const [connection, topics] of subscriptions) {
        if (!topics.some((topic) => startsWith(frames[0]!, topic))) continue;
        if (connection.unsentBytes > MAXIMUM_UNSENT_BYTES) connection.close();
        else connection.send(frames);
      }
    },
    close: (limitMs) => listener.close(limitMs),
  };
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  if (bytes.length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[i] !== prefix[i]) return false;
  return true;
}
