import { readFile } from "node:fs/promises";
import { InputError } from "../errors.ts";
import type { Ledger } from "./ledger.ts";
import { checkLedger, formatLedger } from "./ledger_text.ts";
import { writeWhole } from "./write_whole.ts";

/**
 * Reads a results ledger.
 *
 * @throws {InputError} in one line, when the file is missing, empty, not JSON (cut off, say) or not a ledger.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(readLedger("no-such-file.json"), /Reading the ledger "no-such-file.json" failed/);
 * ```
 */
export async function readLedger(path: string): Promise<Ledger> {
  const what = `the ledger ${JSON.stringify(path)}`;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const why = code === "ENOENT" ? "there is no such file; run the notebook first" : String(code ?? error);
    throw new InputError(`Reading ${what} failed: ${why}`);
  }
  if (text.trim() === "") throw new InputError(`Reading ${what} failed: the file is empty; run the notebook again`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`Reading ${what} failed: it is not JSON, perhaps cut off; run the notebook again`);
  }
  return checkLedger(value, what);
}

/**
 * Writes a results ledger, whole or not at all, in the form of {@link formatLedger}.
 *
 * @throws {InputError} when it is not a ledger; nothing is written then.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(writeLedger("out/never.json", {} as never), /Checking the ledger failed/);
 * ```
 */
export async function writeLedger(path: string, ledger: Ledger): Promise<void> {
  await writeWhole(path, formatLedger(ledger));
}

/** What a runner knows of a run and the notebook does not. */
export type LedgerAdditions =
  & Partial<Pick<Ledger, "device" | "versions" | "displays" | "timings" | "totals" | "startedAt" | "finishedAt">>
  & {
    /** Digests to set; those not named stay. */
    readonly digests?: Partial<Ledger["digests"]>;
    /** Digest of the pre-registration cell that ran. */
    readonly preregistrationDigest?: string;
  };

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
  const { digests, versions, preregistrationDigest, ...replaced } = additions;
  return checkLedger({
    ...ledger,
    ...replaced,
    preregistration: sealed(ledger, preregistrationDigest),
    digests: { ...ledger.digests, ...digests },
    versions: { ...ledger.versions, ...versions },
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
