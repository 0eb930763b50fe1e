import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { HmacSha256 } from "../../../kernels/protocol/mod.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe("HmacSha256", () => {
  // RFC 4231, test cases 1 and 2.
  test.each([
    ["\x0b".repeat(20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    ["Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
  ])("hex() gives the published value for %j", (key, data, expected) => {
    const hmac = new HmacSha256(key);
    expect(hmac.hex([text(data)])).toBe(expected);
    // A second use starts anew, and the split into parts does not matter.
    expect(hmac.hex([text(data.slice(0, 3)), new Uint8Array(), text(data.slice(3))])).toBe(expected);
    expect(hmac.hex([text(`${data}!`)])).not.toBe(expected);
  });

  test("hex() agrees with the runtime's own for keys shorter than, as long as and longer than a block", () => {
    for (const length of [0, 1, 63, 64, 65, 200]) {
      const key = "k".repeat(length), data = text("data".repeat(length));
      expect(new HmacSha256(key).hex([data])).toBe(createHmac("sha256", key).update(data).digest("hex"));
    }
  });
});
