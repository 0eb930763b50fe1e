import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { ProtocolError } from "./errors.ts";
import { messageOf } from "./message_of.ts";

/** The names of a kernel's five sockets, as a connection file has them. */
export const PORT_NAMES = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const;

/** A Jupyter connection file: where a kernel's five sockets listen, and the key that signs their messages. */
export type ConnectionInfo = Readonly<Record<(typeof PORT_NAMES)[number], number>> & {
  readonly transport: "tcp";
  readonly ip: string;
  /** Secret; whoever knows it can run code in the kernel. */
  readonly key: string;
  readonly signature_scheme: "hmac-sha256";
};

/**
 * A connection on five free ports of the loop-back interface, with a fresh key of 256 bits. Another program can take a
 * port before the kernel binds it; whoever starts the kernel tries again then.
 *
 * @returns What a connection file holds.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const info = await newConnectionInfo();
 * assert.equal(new Set(PORT_NAMES.map((name) => info[name])).size, 5);
 * assert.match(info.key, /^[0-9a-f]{64}$/);
 * ```
 */
export async function newConnectionInfo(): Promise<ConnectionInfo> {
  const ip = "127.0.0.1";
  const servers = PORT_NAMES.map(() => createServer());
  // All five are held at once, so that no port is handed out twice.
  const ports = await Promise.all(servers.map((server) =>
    new Promise<number>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, ip, () => resolve((server.address() as { port: number }).port));
    })
  ));
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return {
    transport: "tcp",
    ip,
    shell_port: ports[0]!,
    iopub_port: ports[1]!,
    stdin_port: ports[2]!,
    control_port: ports[3]!,
    hb_port: ports[4]!,
    key: randomBytes(32).toString("hex"),
    signature_scheme: "hmac-sha256",
  };
}

/**
 * Reads the text of a connection file.
 *
 * @param text JSON.
 * @returns The connection.
 * @throws {ProtocolError} When it is not JSON, a field is missing, or transport or signature scheme are not supported.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const info = await newConnectionInfo();
 * assert.deepEqual(parseConnectionInfo(JSON.stringify(info)), info);
 * assert.throws(() => parseConnectionInfo("{}"), /ip/);
 * ```
 */
export function parseConnectionInfo(text: string): ConnectionInfo {
  let value: Record<string, unknown>;
  try {
    value = Object(JSON.parse(text));
  } catch (error) {
    throw new ProtocolError(`Cannot read a connection file: ${messageOf(error)}`);
  }
  const reject = (name: string, wanted: string): never => {
    throw new ProtocolError(
      `Cannot read a connection file: ${name} is ${JSON.stringify(value[name])}, ${wanted} is needed`,
    );
  };
  if (typeof value["ip"] !== "string") reject("ip", "an address");
  if (value["transport"] !== "tcp") reject("transport", '"tcp"');
  if (typeof value["key"] !== "string") reject("key", "a string");
  if (value["signature_scheme"] !== "hmac-sha256") reject("signature_scheme", '"hmac-sha256"');
  for (const name of PORT_NAMES) {
    const port = value[name];
    if (!Number.isInteger(port) || (port as number) < 1 || (port as number) > 65535) reject(name, "a port number");
  }
  return value as unknown as ConnectionInfo;
}
