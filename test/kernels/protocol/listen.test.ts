import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import {
  connectDealer,
  type Connection,
  connectKernel,
  connectSubscriber,
  decodeMessage,
  encodeMessage,
  listen,
  listenPublisher,
  newConnectionInfo,
  newMessage,
} from "../../../kernels/protocol/mod.ts";
import { eventually } from "../eventually.ts";

const LOCAL = { ip: "127.0.0.1", port: 0 };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (frame: Uint8Array | undefined): string => new TextDecoder().decode(frame);

/** A peer that is no ZeroMQ; settles when the other side has ended the connection. */
function stranger(port: number, words: string): Promise<void> {
  const socket = connect(port, LOCAL.ip);
  socket.resume();
  socket.on("error", () => {});
  socket.write(words);
  return new Promise((done) => socket.once("close", () => done()));
}

describe("listen()", () => {
  test("listen() answers on the connection that asked, also when every client gives the same identity", async () => {
    const router = await listen(LOCAL, {
      socketType: "ROUTER",
      onMessage: (frames, connection) => connection.send(frames),
    });
    const received: string[][] = [[], [], []];
    const clients = await Promise.all(
      received.map((list) =>
        connectDealer({ ip: LOCAL.ip, port: router.port }, bytes("the same"), {
          onMessage: (frames) => list.push(frames.map(text).join("|")),
        })
      ),
    );
    for (const [i, client] of clients.entries()) client.send([bytes(`client ${i}`), bytes("")]);
    await eventually(() => received).toEqual([["client 0|"], ["client 1|"], ["client 2|"]]);
    expect([...router.connections].map(({ peerIdentity }) => text(peerIdentity))).toEqual(Array(3).fill("the same"));
    clients[1]!.close();
    await eventually(() => router.connections.size).toBe(2);
    await router.close(100);
    expect(router.connections.size).toBe(0);
  });

  test("listen() outlives peers that speak something else, leave early or take no interest", async () => {
    const router = await listen(LOCAL, { socketType: "ROUTER", onMessage: (frames, peer) => peer.send(frames) });
    await stranger(router.port, `GET / HTTP/1.1\r\nHost: localhost\r\n${"x".repeat(100)}\r\n\r\n`);
    const silent = stranger(router.port, "");
    const echoed: string[] = [];
    const client = await connectDealer({ ip: LOCAL.ip, port: router.port }, new Uint8Array(), {
      onMessage: ([frame]) => echoed.push(text(frame)),
    });
    client.send([bytes("still here")]);
    await eventually(() => echoed).toEqual(["still here"]);
    expect(router.connections.size).toBe(1);
    client.close();
    await router.close(100);
    await silent;
  });

  test("listen() refuses a port that is taken", async () => {
    const first = await listen(LOCAL, { socketType: "REP", onMessage: () => {} });
    await expect(listen({ ...LOCAL, port: first.port }, { socketType: "REP", onMessage: () => {} })).rejects
      .toMatchObject({ code: "EADDRINUSE" });
    await first.close(100);
  });

  test("close() hands over what is unsent, 30 MB of it, before it ends a connection", async () => {
    let size = 0;
    const router = await listen(LOCAL, {
      socketType: "ROUTER",
      onMessage: (_, connection) => {
        connection.send([new Uint8Array(3e7)]);
        connection.send([bytes("last")]);
        router.close(60_000);
      },
    });
    let last = "", ended = false;
    const client = await connectDealer({ ip: LOCAL.ip, port: router.port }, new Uint8Array(), {
      onMessage: ([frame]) => {
        size += frame!.length;
        if (frame!.length < 10) last = text(frame);
      },
      onClose: () => ended = true,
    });
    client.send([bytes("give")]);
    await eventually(() => ended).toBe(true);
    expect([size, last]).toEqual([3e7 + 4, "last"]);
  });
});

describe("listenPublisher()", () => {
  test("listenPublisher() sends by topic, to several subscribers, until a subscription is cancelled", async () => {
    const publisher = await listenPublisher(LOCAL);
    const endpoint = { ip: LOCAL.ip, port: publisher.port };
    const everything: string[] = [], streams: string[] = [];
    const all = await connectSubscriber(endpoint, { onMessage: ([topic]) => everything.push(text(topic)) });
    const some: Connection = await connectSubscriber(endpoint, { onMessage: ([topic]) => streams.push(text(topic)) });
    const change = (kind: number, topic: string): void => some.send([Uint8Array.of(kind, ...bytes(topic))]);
    change(0, "");
    change(1, "stream");
    await eventually(() => publisher.subscribers).toBe(2);
    // Subscriptions travel: what is published shows when the second one has arrived.
    await eventually(() => {
      publisher.publish([bytes("probe")]);
      const before = streams.length;
      publisher.publish([bytes("stream.probe")]);
      return before;
    }).toBeGreaterThan(0);
    everything.length = streams.length = 0;
    for (const topic of ["status", "stream.stdout", "streams", "strea", ""]) publisher.publish([bytes(topic)]);
    await eventually(() => everything.filter((topic) => topic === "").length).toBe(1);
    expect(everything.filter((topic) => !topic.includes("probe"))).toEqual([
      "status",
      "stream.stdout",
      "streams",
      "strea",
      "",
    ]);
    await eventually(() => streams.filter((topic) => !topic.includes("probe"))).toEqual(["stream.stdout", "streams"]);
    change(0, "stream");
    await eventually(() => publisher.subscribers).toBe(1);
    all.close();
    await eventually(() => publisher.subscribers).toBe(0);
    some.close();
    await publisher.close(100);
  });

  test("listenPublisher() drops nothing for a subscriber that is slow to read", async () => {
    const publisher = await listenPublisher(LOCAL);
    const numbers: number[] = [];
    const subscriber = await connectSubscriber({ ip: LOCAL.ip, port: publisher.port }, {
      onMessage: (frames) => numbers.push(new DataView(frames[1]!.slice().buffer).getUint32(0)),
    });
    await eventually(() => publisher.subscribers).toBe(1);
    for (let i = 0; i < 20_000; i++) {
      const body = new Uint8Array(500);
      new DataView(body.buffer).setUint32(0, i);
      publisher.publish([bytes("numbers"), body]);
    }
    await eventually(() => numbers.length).toBe(20_000);
    expect(numbers.every((number, i) => number === i)).toBe(true);
    subscriber.close();
    await publisher.close(100);
  });
});

describe("connectKernel()", () => {
  test("connectKernel() answers questions on stdin, with the empty line when nobody can", async () => {
    const info = await newConnectionInfo();
    const answers: unknown[] = [];
    const open = await Promise.all([
      ...(["shell_port", "control_port"] as const).map((port) =>
        listen({ ip: info.ip, port: info[port] }, { socketType: "ROUTER", onMessage: () => {} })
      ),
      listen({ ip: info.ip, port: info.stdin_port }, {
        socketType: "ROUTER",
        onMessage(frames) {
          const { header, parent, content } = decodeMessage(frames, info.key);
          answers.push([header.msg_type, parent?.msg_type, content["value"]]);
        },
      }),
      listenPublisher({ ip: info.ip, port: info.iopub_port }),
    ]);
    const client = await connectKernel(info, {
      onBroadcast: () => {},
      onInput: ({ prompt, password }) => password ? Promise.reject(new Error("no")) : Promise.resolve(`${prompt}!`),
    });
    const stdin = open[2] as Awaited<ReturnType<typeof listen>>;
    await eventually(() => stdin.connections.size).toBe(1);
    const [connection] = stdin.connections;
    expect(text(connection!.peerIdentity)).toBe(client.session);
    for (const password of [false, true]) {
      connection!.send(encodeMessage(newMessage("input_request", { prompt: "name?", password }, "kernel"), info.key));
    }
    await eventually(() => answers).toEqual([["input_reply", "input_request", "name?!"], [
      "input_reply",
      "input_request",
      "",
    ]]);
    client.close();
    await client.ended;
    await Promise.all(open.map((one) => one.close(100)));
  });
});
