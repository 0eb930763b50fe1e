// Bytes written out by hand from ZMTP 3.0 (RFC 23): "Formal Grammar", "Version Negotiation", "Framing", "The NULL
// Security Mechanism".

/** Bytes from hexadecimal digits; blanks are for the reader. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(text.replace(/\s/g, "").match(/../g)!, (pair) => parseInt(pair, 16));
}

export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** signature = FF, 8 padding, 7F; version 3.0; mechanism "NULL" in 20 bytes; as-server 0; filler of 31 zeros. */
export const GREETING = hex(`ff 0000000000000000 7f 0300 4e554c4c ${"00".repeat(16)} 00 ${"00".repeat(31)}`);

/** A command frame of 6 + (1+11+4+6) + (1+8+4+0) = 41 bytes: READY, Socket-Type "DEALER", an empty Identity. */
export const READY = hex(`
  04 29
  05 5245414459
  0b 536f636b65742d54797065 00000006 4445414c4552
  08 4964656e74697479 00000000`);

/** A command frame of 6 + (1+11+4+3) = 25 bytes: READY, Socket-Type "REP", no identity. */
export const READY_REP = hex(`
  04 19
  05 5245414459
  0b 536f636b65742d54797065 00000003 524550`);

/** Two short frames, "hello" with the more bit and "world" without. */
export const HELLO_WORLD = hex("01 05 68656c6c6f 00 05 776f726c64");

/** One long frame of 256 bytes: 02, eight bytes of size in network order, the body 00 01 … ff. */
export const LONG = Uint8Array.from([...hex("02 0000000000000100"), ...Array.from({ length: 256 }, (_, i) => i)]);

/** An empty frame with the more bit, then an empty last frame. */
export const EMPTY = hex("0100 0000");
