import { describe, expect, test } from "vitest";
import { Decoder, encodeGreeting, type Part, ProtocolError } from "../../../kernels/protocol/mod.ts";
import { ascii, EMPTY, GREETING, HELLO_WORLD, hex, LONG, READY } from "./vectors.ts";

const STREAM = Uint8Array.from([...GREETING, ...READY, ...HELLO_WORLD, ...LONG, ...EMPTY]);

function plain(parts: readonly Part[]): unknown[] {
  return parts.map((part) => {
    if (part.kind === "greeting") return part.greeting;
    if (part.kind === "command") return part.command.name;
    return part.frames.map((frame) => [...frame]);
  });
}

const EXPECTED = [
  { major: 3, minor: 0, mechanism: "NULL", asServer: false },
  "READY",
  [[...ascii("hello")], [...ascii("world")]],
  [Array.from({ length: 256 }, (_, i) => i)],
  [[], []],
];

describe("Decoder", () => {
  test("Decoder reads greeting, command, multipart, long and empty frames from one chunk", () => {
    expect(plain(new Decoder().push(STREAM))).toEqual(EXPECTED);
  });

  test("Decoder gives the same parts when the stream is split in two at any byte", () => {
    for (let at = 0; at <= STREAM.length; at++) {
      const decoder = new Decoder();
      const parts = [...decoder.push(STREAM.slice(0, at)), ...decoder.push(STREAM.slice(at))];
      expect(plain(parts), `split at ${at}`).toEqual(EXPECTED);
    }
  });

  test("Decoder gives the same parts byte by byte", () => {
    const decoder = new Decoder();
    expect(plain([...STREAM].flatMap((byte) => decoder.push(Uint8Array.of(byte))))).toEqual(EXPECTED);
  });

  test("Decoder joins a body of 50 MB from small chunks", () => {
    const decoder = new Decoder();
    decoder.push(GREETING);
    const size = 50_000_000;
    const parts = decoder.push(hex(`02 ${size.toString(16).padStart(16, "0")}`));
    for (let left = size; left > 0; left -= 65536) {
      parts.push(...decoder.push(new Uint8Array(Math.min(left, 65536)).fill(7)));
    }
    expect(parts).toHaveLength(1);
    const body = (parts[0] as { frames: Uint8Array[] }).frames[0]!;
    expect(body.length).toBe(size);
    expect(body[0]! + body[size - 1]!).toBe(14);
  });

  test("Decoder refuses what is not ZMTP 3 with NULL, and commands inside a message", () => {
    const old = GREETING.slice();
    old[10] = 1;
    const curve = GREETING.slice();
    curve.set(ascii("CURVE"), 12);
    expect(() => new Decoder().push(ascii(`GET / HTTP/1.1\r\n${"x".repeat(60)}`))).toThrow(/no ZMTP signature/);
    expect(() => new Decoder().push(old)).toThrow(/ZMTP 1.0/);
    expect(() => new Decoder().push(curve)).toThrow(/"CURVE"/);
    expect(() => new Decoder().push(Uint8Array.from([...GREETING, ...hex("0100"), ...READY]))).toThrow(ProtocolError);
  });

  test("encodeGreeting() gives the bytes of the specification", () => {
    expect(encodeGreeting()).toEqual(GREETING);
  });
});
