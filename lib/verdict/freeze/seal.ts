import { canonicalDigest } from "../data/canonical_digest.ts";
import type { FrozenLink } from "./freeze_record.ts";

/**
 * The seal of a frozen link: SHA-256 over the canonical JSON (RFC 8785) of the link without its seal. The seal of the link
 * before is part of it, so each seal holds all that was frozen up to here.
 *
 * @returns "sha256:" and 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const link = { digest: "sha256:…", libraryVersion: "0.1.0" } as never as Parameters<typeof sealOf>[0];
 * assert.match(sealOf(link), /^sha256:[0-9a-f]{64}$/);
 * assert.notEqual(sealOf({ ...link, libraryVersion: "0.2.0" }), sealOf(link));
 * ```
 */
export function sealOf(link: Omit<FrozenLink, "seal">): string {
  const { seal: _seal, ...content } = link as FrozenLink;
  return canonicalDigest(content);
}
