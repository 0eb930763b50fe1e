import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import {
  connectDealer,
  type Connection,
  connectSubscriber,
  openConnection,
  ProtocolError,
  type SocketType,
} from "../../../kernels/protocol/mod.ts";
import { ascii, GREETING, hex, READY, READY_REP } from "./vectors.ts";
import { eventually } from "../eventually.ts";

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(onSocket: (socket: Socket) => void): Promise<{ ip: string; port: number }> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    onSocket(socket);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { ip: "127.0.0.1", port: (server.address() as { port: number }).port };
}

/** A peer that says the given bytes and records what it hears. */
async function scripted(bytes: Uint8Array): Promise<{ ip: string; port: number; heard: () => number[] }> {
  const heard: number[] = [];
  const endpoint = await listen((socket) => {
    socket.on("data", (chunk: Uint8Array) => heard.push(...chunk));
    socket.write(bytes);
  });
  return { ...endpoint, heard: () => heard };
}

describe("openConnection()", () => {
  test("openConnection() sends greeting, READY and message byte for byte as the specification has them", async () => {
    const wanted = [...GREETING, ...READY, ...hex("01 00 00 02 6f6b")];
    const peer = await scripted(Uint8Array.from([...GREETING, ...READY_REP]));
    const connection = await connectDealer(peer, new Uint8Array(), { onMessage: () => {} });
    expect(connection.peerType).toBe("REP");
    connection.send([new Uint8Array(), ascii("ok")]);
    await eventually(() => peer.heard().length).toBe(wanted.length);
    expect(peer.heard()).toEqual(wanted);
    connection.close();
  });

  test("openConnection() carries multipart messages of all sizes both ways between DEALER and ROUTER", async () => {
    const sizes = [0, 1, 255, 256, 65_536, 3_000_000];
    let server: Connection | undefined;
    const endpoint = await listen(async (socket) => {
      server = await openConnection(socket, { socketType: "ROUTER", onMessage: (frames, peer) => peer.send(frames) });
    });
    const answers: Uint8Array[][] = [];
    const client = await connectDealer(endpoint, ascii("me"), { onMessage: (frames) => answers.push(frames) });
    client.send(sizes.map((size) => new Uint8Array(size).fill(size % 251)));
    client.send([ascii("second")]);
    await eventually(() => answers.length).toBe(2);
    expect(answers[0]!.map((frame) => frame.length)).toEqual(sizes);
    expect(answers[0]!.every((frame, i) => frame.every((byte) => byte === sizes[i]! % 251))).toBe(true);
    expect(answers[1]).toEqual([ascii("second")]);
    expect(server!.peerIdentity).toEqual(ascii("me"));
    client.close();
  });

  test("connectSubscriber() subscribes to everything", async () => {
    const heard: Uint8Array[][] = [];
    const endpoint = await listen((socket) => {
      openConnection(socket, { socketType: "PUB", onMessage: (frames) => heard.push(frames) });
    });
    const client = await connectSubscriber(endpoint, { onMessage: () => {} });
    await eventually(() => heard.length).toBe(1);
    expect(heard[0]).toEqual([Uint8Array.of(1)]);
    client.close();
  });

  test("openConnection() refuses incompatible peers, ERROR commands, early messages, early ends and other protocols", async () => {
    const open = async (bytes: Uint8Array, socketType: SocketType = "SUB"): Promise<Connection> => {
      const peer = await scripted(bytes);
      return await openConnection(connect(peer.port, peer.ip), { socketType, onMessage: () => {} });
    };
    await expect(open(Uint8Array.from([...GREETING, ...READY]))).rejects.toThrow(
      /SUB socket to a peer of type "DEALER"/,
    );
    const error = Uint8Array.from([...GREETING, ...hex("0409 05 4552524f52 02 6e6f")]);
    await expect(open(error)).rejects.toThrow(/"no"/);
    await expect(open(Uint8Array.from([...GREETING, 0, 0]))).rejects.toThrow(/before the peer's READY/);
    await expect(open(ascii("x".repeat(64)))).rejects.toThrow(ProtocolError);
    const closing = await listen((socket) => socket.end());
    await expect(connectSubscriber(closing, { onMessage: () => {} })).rejects.toThrow(/during the handshake/);
  });

  test("openConnection() reports a later break of the protocol once, with its cause", async () => {
    const ends: (Error | null)[] = [];
    const peer = await listen((socket) => {
      socket.write(Uint8Array.from([...GREETING, ...READY]));
      socket.on("data", () => setTimeout(() => socket.write(hex("ff00")), 50));
    });
    await openConnection(connect(peer.port, peer.ip), {
      socketType: "ROUTER",
      onMessage: () => {},
      onClose: (error) => ends.push(error),
    });
    await eventually(() => ends.length).toBe(1);
    expect(ends[0]).toBeInstanceOf(ProtocolError);
  });
});
