import type { PlainData } from "../data/plain_data.ts";

/** One change of a registration: an operation of JSON Patch (RFC 6902) with its JSON Pointer (RFC 6901). */
export type Change =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: PlainData }
  | { readonly op: "remove"; readonly path: string };

/** A change of a frozen registration, with what makes it honest: why, and what had been seen by then. */
export interface Amendment {
  readonly schemaVersion: 1;
  /** Digest of the cell that is amended: the registration's, or that of the amendment before this one. */
  readonly amends: string;
  readonly reason: string;
  /** What had been seen of the data when this was written; "nothing" is an answer. */
  readonly seen: string;
  readonly changes: readonly Change[];
}
