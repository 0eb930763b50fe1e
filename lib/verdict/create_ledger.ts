import { createHash } from "node:crypto";
import { join } from "node:path";
import process from "node:process";
import { InputError } from "../errors.ts";
import { decodeValue } from "./encoded_value.ts";
import { evaluate } from "./evaluate.ts";
import type { LedgerRow } from "./ledger.ts";
import { writeLedger } from "./ledger_file.ts";
import { checkLedger } from "./ledger_text.ts";
import type { LedgerOptions, OpenLedger } from "./open_ledger.ts";
import { checkPreregistration } from "./preregister.ts";
import type { RunMode, Where } from "./preregistration.ts";
import { makeRow } from "./recording.ts";
import { RUN_VARIABLE, type RunContext, runContext } from "./run_context.ts";
import { matches } from "./select_rows.ts";

/**
 * Opens the results ledger of a notebook. Under a runner the mode, the path and the digest of the pre-registration come
 * from the run context (see {@link runContext}).
 *
 * `record` throws {@link InputError} for a repeated row, for NaN with the status `ok`, and for anything else that
 * `ledger.schema.json` refuses; `value` and `values` for rows that are missing, ambiguous or not `ok`.
 *
 * @throws {InputError} when `mode` contradicts the runner's, or the registration is not one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ledger = createLedger({ registration: null });
 * ledger.record({ measure: "gap", params: { m: 4, beta: 3 }, value: 0.0504, unit: "1/sweep", n: 1 });
 * ledger.record({ measure: "parity", params: { m: 4, beta: 3 }, value: "odd", unit: "parity", n: 1 });
 * assert.equal(ledger.value("gap", { m: 4 }), 0.0504);
 * assert.equal(ledger.value("parity"), "odd");
 * assert.throws(() => ledger.record({ measure: "tau", value: NaN, unit: "sweeps", n: 100 }), /cannot be ok/);
 * ```
 */
export function createLedger(options: LedgerOptions): OpenLedger {
  const registration = options.registration === null ? null : checkPreregistration(options.registration);
  const context = runContext(registration?.experiment);
  const experiment = registration?.experiment ?? context.experiment;
  const mode = runMode(options.mode, context);
  const path = options.path ??
    (mode === context.mode ? context.ledger : join("out", `${experiment}.${mode}.json`));
  const started = new Date();
  const rows: LedgerRow[] = [];
  const ids = new Set<string>();
  const weights: string[] = [];

  const usable = (measure: string, where: Where | undefined): (number | string)[] => {
    const found = rows.filter((row) => row.measure === measure && matches(row.params, where));
    if (found.length === 0) {
      throw new InputError(`Reading ${described(measure, where)} failed: no row has been recorded`);
    }
    return found.map((row) => {
      if (row.status === "ok") return decodeValue(row.value!);
      throw new InputError(
        `Reading ${described(measure, where)} failed: row ${row.id} is ${row.status}: ${row.reason}`,
      );
    });
  };

  return {
    mode,
    path,
    rows,
    record(recording) {
      const row = makeRow(recording);
      if (ids.has(row.id)) {
        throw new InputError(`Recording ${row.id} failed: it is already there; give the row another parameter`);
      }
      ids.add(row.id);
      rows.push(row);
      return row;
    },
    useWeights(digest) {
      if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
        throw new InputError(`Noting the weights "${digest}" failed: give what weightsDigest(model) returns`);
      }
      weights.push(digest);
    },
    value(measure, where) {
      const found = usable(measure, where);
      if (found.length === 1) return found[0]!;
      throw new InputError(
        `Reading ${described(measure, where)} failed: ${found.length} rows match; name more parameters`,
      );
    },
    values: usable,
    evaluate() {
      if (registration === null) {
        throw new InputError("Evaluating the ledger failed: it was opened without a registration");
      }
      return evaluate(registration, rows, mode);
    },
    async save() {
      const finished = new Date();
      const ledger = checkLedger({
        schemaVersion: 1,
        experiment,
        mode,
        preregistration: registration === null ? null : { digest: context.preregistrationDigest, registration },
        digests: { code: null, lock: null, weights: combinedDigest(weights) },
        seeds: registration?.seeds ?? options.seeds ?? {},
        device: null,
        versions: runtimeVersions(),
        startedAt: started.toISOString(),
        finishedAt: finished.toISOString(),
        rows,
        displays: [],
        timings: [],
        totals: { seconds: (finished.getTime() - started.getTime()) / 1000 },
        verdict: registration === null ? null : evaluate(registration, rows, mode),
      });
      await writeLedger(path, ledger);
      return ledger;
    },
  };
}

function combinedDigest(digests: readonly string[]): string | null {
  if (digests.length <= 1) return digests[0] ?? null;
  return `sha256:${createHash("sha256").update(digests.join("\n")).digest("hex")}`;
}

function runMode(asked: RunMode | undefined, context: RunContext): RunMode {
  if (asked === undefined || asked === context.mode) return context.mode;
  if (!process.env[RUN_VARIABLE]) return asked;
  throw new InputError(
    `Opening the ledger failed: the notebook asks for mode "${asked}", but the run is "${context.mode}"; leave mode out`,
  );
}

function described(measure: string, where: Where = {}): string {
  return Object.keys(where).length === 0 ? `"${measure}"` : `"${measure}" where ${JSON.stringify(where)}`;
}

function runtimeVersions(): Record<string, string> {
  const { deno, node, v8 } = process.versions as Record<string, string | undefined>;
  return { ...(deno === undefined ? { node: node! } : { deno }), ...(v8 === undefined ? {} : { v8 }) };
}
