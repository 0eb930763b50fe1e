import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  decodeMessage,
  encodeMessage,
  newConnectionInfo,
  newMessage,
  parseConnectionInfo,
  ProtocolError,
  sign,
  SignatureError,
} from "../../../kernels/protocol/mod.ts";
import { ascii } from "./vectors.ts";

const KEY = "a-key";

describe("sign()", () => {
  test("sign() gives the vectors of RFC 4231, case 1, however the data is split", () => {
    const one = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
    expect(sign("\x0b".repeat(20), [ascii("Hi There")])).toBe(one);
    expect(sign("\x0b".repeat(20), [ascii("Hi"), ascii(""), ascii(" There")])).toBe(one);
    expect(sign("", [ascii("Hi There")])).toBe("");
  });
});

describe("encodeMessage() and decodeMessage()", () => {
  const request = { ...newMessage("execute_request", { code: "π = 3 // ☃" }, "s"), buffers: [Uint8Array.of(1, 2, 3)] };

  test("encodeMessage() lays out identities, delimiter, signature, four dictionaries and buffers", () => {
    const frames = encodeMessage({ ...request, identities: [ascii("id")] }, KEY);
    expect(frames).toHaveLength(8);
    expect(frames[0]).toEqual(ascii("id"));
    expect(frames[1]).toEqual(ascii("<IDS|MSG>"));
    const signed = createHmac("sha256", KEY).update(Buffer.concat(frames.slice(3, 7))).digest("hex");
    expect(frames[2]).toEqual(ascii(signed));
    expect(JSON.parse(new TextDecoder().decode(frames[6]))).toEqual({ code: "π = 3 // ☃" });
    expect(frames[7]).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("decodeMessage() gives back what encodeMessage() took", () => {
    expect(decodeMessage(encodeMessage(request, KEY), KEY)).toEqual(request);
    const reply = newMessage("execute_reply", { status: "ok" }, "s", request.header);
    expect(decodeMessage(encodeMessage(reply, KEY), KEY).parent).toEqual(request.header);
  });

  test("decodeMessage() detects every change of one byte in signature or dictionaries", () => {
    const frames = encodeMessage(request, KEY);
    let changes = 0;
    for (let f = 1; f < 6; f++) {
      for (let at = 0; at < frames[f]!.length; at++) {
        const tampered = frames.map((frame) => frame.slice());
        tampered[f]![at]! ^= 1;
        expect(() => decodeMessage(tampered, KEY)).toThrow(SignatureError);
        changes++;
      }
    }
    expect(changes).toBe(frames.slice(1, 6).reduce((sum, frame) => sum + frame.length, 0));
    // Control: untouched frames pass.
    expect(() => decodeMessage(frames.map((frame) => frame.slice()), KEY)).not.toThrow();
  });

  test("decodeMessage() refuses a missing delimiter, missing parts and parts that are no objects", () => {
    const frames = encodeMessage(request, KEY);
    expect(() => decodeMessage(frames.slice(1), KEY)).toThrow(ProtocolError);
    expect(() => decodeMessage(frames.slice(0, 5), KEY)).toThrow(/parts? is missing|part is missing/);
    for (const part of ["[]", "null", "{", "\xff"]) {
      const parts = [ascii("{}"), ascii("{}"), ascii("{}"), Uint8Array.from(part, (c) => c.charCodeAt(0))];
      const message = [ascii("<IDS|MSG>"), ascii(sign(KEY, parts)), ...parts];
      expect(() => decodeMessage(message, KEY)).toThrow(/Cannot read a part/);
    }
  });
});

describe("parseConnectionInfo()", () => {
  test("parseConnectionInfo() names the field that is wrong", async () => {
    const info = await newConnectionInfo();
    const parse = (changes: object) => () => parseConnectionInfo(JSON.stringify({ ...info, ...changes }));
    expect(parse({})()).toEqual(info);
    expect(parse({ transport: "ipc" })).toThrow(/transport is "ipc", "tcp" is needed/);
    expect(parse({ shell_port: 0 })).toThrow(/shell_port is 0/);
    expect(parse({ key: null })).toThrow(/key is null/);
    expect(parse({ signature_scheme: "hmac-md5" })).toThrow(/hmac-md5/);
    expect(() => parseConnectionInfo("{")).toThrow(ProtocolError);
  });
});
