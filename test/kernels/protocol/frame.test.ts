import { describe, expect, test } from "vitest";
import {
  decodeFrameHeader,
  decodeMetadata,
  encodeCommand,
  encodeFrameHeader,
  encodeMetadata,
  FLAG_COMMAND,
  FLAG_MORE,
  ProtocolError,
} from "../../../kernels/protocol/mod.ts";
import { ascii, hex, READY } from "./vectors.ts";

describe("encodeFrameHeader()", () => {
  test("encodeFrameHeader() writes one byte of size up to 255 and eight beyond", () => {
    expect(encodeFrameHeader(0)).toEqual(hex("0000"));
    expect(encodeFrameHeader(255, FLAG_MORE)).toEqual(hex("01ff"));
    expect(encodeFrameHeader(256)).toEqual(hex("02 0000000000000100"));
    expect(encodeFrameHeader(65536, FLAG_MORE)).toEqual(hex("03 0000000000010000"));
    expect(encodeFrameHeader(2 ** 33, FLAG_COMMAND)).toEqual(hex("06 0000000200000000"));
  });
});

describe("decodeFrameHeader()", () => {
  test("decodeFrameHeader() reads what encodeFrameHeader() writes at every prefix length", () => {
    for (const size of [0, 1, 255, 256, 100_000]) {
      for (const flags of [0, FLAG_MORE, FLAG_COMMAND]) {
        const bytes = encodeFrameHeader(size, flags);
        for (let end = 0; end < bytes.length; end++) {
          expect(decodeFrameHeader(bytes.subarray(0, end), 2 ** 30)).toBeNull();
        }
        const header = { more: flags === FLAG_MORE, command: flags === FLAG_COMMAND };
        expect(decodeFrameHeader(bytes, 2 ** 30)).toEqual({ ...header, headerBytes: bytes.length, bodyBytes: size });
      }
    }
  });

  test("decodeFrameHeader() refuses reserved bits, commands with the more bit and frames beyond the limit", () => {
    expect(() => decodeFrameHeader(hex("0800"), 1000)).toThrow(ProtocolError);
    expect(() => decodeFrameHeader(hex("0500"), 1000)).toThrow(/0x05/);
    expect(() => decodeFrameHeader(hex("02 7fffffffffffffff"), 1000)).toThrow(/9223372036854775807 bytes/);
  });
});

describe("READY command", () => {
  const properties: [string, Uint8Array][] = [["Socket-Type", ascii("DEALER")], ["Identity", new Uint8Array()]];

  test("encodeCommand() and encodeMetadata() give the bytes of the specification", () => {
    const body = encodeCommand("READY", encodeMetadata(properties));
    expect(Uint8Array.from([...encodeFrameHeader(body.length, FLAG_COMMAND), ...body])).toEqual(READY);
  });

  test("decodeMetadata() ignores the case of names and refuses cut properties at every length", () => {
    const bytes = encodeMetadata([["SOCKET-type", ascii("PUB")]]);
    expect(decodeMetadata(bytes).get("socket-type")).toEqual(ascii("PUB"));
    for (let end = 1; end < bytes.length; end++) {
      expect(() => decodeMetadata(bytes.subarray(0, end))).toThrow(ProtocolError);
    }
  });
});
