import { InputError } from "../../errors.ts";
import type { Ledger, LedgerInput, LedgerRow, SealedNumber } from "./ledger.ts";
import { ledgerShape } from "./ledger_shape.ts";
import { frozenCopy } from "../data/plain_data.ts";
import { problemsOf } from "../data/shape.ts";

/**
 * A checked, deeply frozen copy of a ledger.
 *
 * @param what names the ledger in messages.
 * @throws {InputError} when it does not have the shape of `ledger.schema.json`, an id stands twice or is not that of its
 * row; all problems are told in one line.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => checkLedger({ schemaVersion: 1, mode: "fast" }, "the example"), /mode: expected one of/);
 * ```
 */
export function checkLedger(value: unknown, what = "the ledger"): Ledger {
  const copy: unknown = frozenCopy(value, what);
  const problems = problemsOf(ledgerShape, copy);
  if (problems !== null) throw new InputError(`Checking ${what} failed: ${problems}`);
  return copy as Ledger;
}

/**
 * A ledger as its file holds it: fields in the order of {@link Ledger}, free records by name, rows as recorded, two
 * spaces, a newline at the end. Equal ledgers give equal bytes.
 *
 * @throws {InputError} as {@link checkLedger}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => formatLedger({} as never), /Checking the ledger failed: schemaVersion: missing/);
 * ```
 */
export function formatLedger(ledger: Ledger): string {
  const checked = checkLedger(ledger);
  const ordered: Ledger = {
    schemaVersion: checked.schemaVersion,
    experiment: checked.experiment,
    mode: checked.mode,
    preregistration: checked.preregistration === null ? null : {
      digest: checked.preregistration.digest,
      registration: checked.preregistration.registration,
    },
    digests: { code: checked.digests.code, lock: checked.digests.lock, weights: checked.digests.weights },
    seeds: byName(checked.seeds),
    device: checked.device === null ? null : byName(checked.device),
    versions: byName(checked.versions),
    startedAt: checked.startedAt,
    finishedAt: checked.finishedAt,
    rows: checked.rows.map(orderedRow),
    ...(checked.rowsDigest === undefined ? {} : { rowsDigest: checked.rowsDigest }),
    ...(checked.inputs === undefined ? {} : { inputs: checked.inputs.map(orderedInput) }),
    ...(checked.prose === undefined ? {} : { prose: checked.prose.map(orderedNumber) }),
    displays: checked.displays.map(({ cell, count }) => ({ cell, count })),
    timings: checked.timings.map(({ cell, seconds }) => ({ cell, seconds })),
    totals: checked.totals,
    verdict: checked.verdict,
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function orderedRow(row: LedgerRow): LedgerRow {
  const { id, params, measure, value, mcse, n, unit, status, reason, source, adequacy } = row;
  return {
    id,
    params: byName(params),
    measure,
    value,
    mcse,
    n,
    unit,
    status,
    reason,
    ...(source === undefined ? {} : { source }),
    ...(adequacy === undefined ? {} : { adequacy: byName(adequacy) }),
  };
}

function orderedInput({ experiment, digest }: LedgerInput): LedgerInput {
  return { experiment, digest };
}

function orderedNumber({ cell, output, index, text, source, row }: SealedNumber): SealedNumber {
  return { cell, output, index, text, source, row };
}

function byName<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => a < b ? -1 : 1)) as T;
}
