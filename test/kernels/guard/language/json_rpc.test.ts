import { Buffer } from "node:buffer";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { RpcConnection } from "../../../../kernels/guard/language/json_rpc.ts";

function framed(message: unknown): Buffer {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message as object });
  return Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\nContent-Type: x\r\n\r\n${body}`);
}

interface Wired {
  readonly input: PassThrough;
  /** What was sent since the last call. */
  readonly sent: () => Promise<string>;
  readonly rpc: RpcConnection;
}

function connection(answer?: (method: string) => unknown): Wired {
  const input = new PassThrough(), output = new PassThrough();
  let text = "";
  output.setEncoding("utf8").on("data", (chunk: string) => text += chunk);
  const sent = async (): Promise<string> => {
    await new Promise((done) => setTimeout(done, 10));
    const all = text;
    text = "";
    return all;
  };
  return { input, sent, rpc: new RpcConnection(input, output, answer) };
}

test("RpcConnection takes answers in any order and cut anywhere", async () => {
  const { input, sent, rpc } = connection();
  const answers = Promise.all([rpc.request("a", 1), rpc.request("b", "ä")]);
  expect(await sent()).toBe(
    'Content-Length: 48\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"a","params":1}' +
      'Content-Length: 51\r\n\r\n{"jsonrpc":"2.0","id":2,"method":"b","params":"ä"}',
  );
  for (const byte of Buffer.concat([framed({ id: 2, result: "zweiß" }), framed({ id: 1, result: null })])) {
    input.write(Buffer.of(byte));
  }
  expect(await answers).toEqual([null, "zweiß"]);
});

test("RpcConnection answers requests, reports refusals, cancels, and refuses what waits when the stream ends", async () => {
  const { input, sent, rpc } = connection((method) => method === "known" ? [1] : undefined);
  input.write(framed({ id: "q", method: "known" }));
  input.write(framed({ id: 9, method: "unknown" }));
  input.write(framed({ method: "told" }));
  expect((await sent()).match(/\{.*?\}(?=Content|$)/g)).toEqual([
    '{"jsonrpc":"2.0","id":"q","result":[1]}',
    '{"jsonrpc":"2.0","id":9,"result":null}',
  ]);
  const refused = rpc.request("r", null);
  input.write(framed({ id: 1, error: { code: 1, message: "no" } }));
  await expect(refused).rejects.toThrow("no");
  const limit = new AbortController();
  const waiting = rpc.request("w", null, limit.signal);
  await sent();
  limit.abort();
  expect(await sent()).toContain('"method":"$/cancelRequest","params":{"id":2}');
  input.destroy();
  await expect(waiting).rejects.toThrow("Lost the connection");
  await expect(rpc.request("late", null)).rejects.toThrow("the connection has ended");
});
