import { InputError } from "../../errors.ts";
import type { Ledger } from "./ledger.ts";
import { checkLedger } from "./ledger_text.ts";
import { rowsDigest } from "./rows_digest.ts";

/** What a runner knows of a run and the notebook does not. */
export type LedgerAdditions =
  & Partial<
    Pick<Ledger, "device" | "versions" | "displays" | "timings" | "totals" | "startedAt" | "finishedAt" | "prose">
  >
  & {
    /** Digests to set; those not named stay. */
    readonly digests?: Partial<Ledger["digests"]>;
    /** Digest of the pre-registration cell that ran. */
    readonly preregistrationDigest?: string;
  };

const ADDITIONS: readonly string[] = [
  "device",
  "versions",
  "displays",
  "timings",
  "totals",
  "startedAt",
  "finishedAt",
  "prose",
  "digests",
  "preregistrationDigest",
];

/**
 * A ledger with what the runner knows filled in. Versions and digests are merged, the rest is replaced; rows and verdict
 * cannot be touched.
 *
 * @throws {InputError} when the result is not a ledger, when the ledger already has another pre-registration digest, or
 * when a digest is given to a ledger without a registration.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => completeLedger({ preregistration: null } as never, { preregistrationDigest: "sha256:…" }), /has no/);
 * ```
 */
export function completeLedger(ledger: Ledger, additions: LedgerAdditions): Ledger {
  const unknown = Object.keys(additions).find((key) => !ADDITIONS.includes(key));
  if (unknown !== undefined) {
    throw new InputError(
      `Completing the ledger failed: "${unknown}" is not an addition; a run may add ${ADDITIONS.join(", ")}`,
    );
  }
  const { digests, versions, preregistrationDigest, ...replaced } = additions;
  return checkLedger({
    ...ledger,
    ...replaced,
    preregistration: sealed(ledger, preregistrationDigest),
    digests: { ...ledger.digests, ...digests },
    versions: { ...ledger.versions, ...versions },
    rowsDigest: rowsDigest(ledger.rows),
  }, "the completed ledger");
}

function sealed(ledger: Ledger, digest: string | undefined): Ledger["preregistration"] {
  const recorded = ledger.preregistration;
  if (digest === undefined) return recorded;
  if (recorded === null) {
    throw new InputError(`Completing the ledger failed: it has no pre-registration that ${digest} could seal`);
  }
  if (recorded.digest !== null && recorded.digest !== digest) {
    throw new InputError(
      `Completing the ledger failed: its pre-registration has the digest ${recorded.digest}, not ${digest}; run it again`,
    );
  }
  return { ...recorded, digest };
}
