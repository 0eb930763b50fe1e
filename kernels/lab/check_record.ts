import canonicalize from "canonicalize";
import { compareEvaluations, evaluate, type FoundPreregistration, type Ledger } from "../../lib/verdict/mod.ts";

/**
 * What is wrong between a notebook's pre-registration and its recorded ledger: both must hold the same registration
 * under the same digest, and the recorded verdict must follow from the rows.
 *
 * @param ledger The recorded ledger.
 * @param found The notebook's pre-registration, `null` where it has none.
 * @returns One sentence per problem.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ledger = { mode: "full", preregistration: null, verdict: null } as never;
 * assert.deepEqual(recordProblems(ledger, null), []);
 * assert.deepEqual(recordProblems({ mode: "quick", preregistration: null, verdict: null } as never, null), [
 *   'ledger: its mode is "quick", a record is "full"',
 * ]);
 * ```
 */
export function recordProblems(ledger: Ledger, found: FoundPreregistration | null): string[] {
  const problems: string[] = [];
  if (ledger.mode !== "full") problems.push(`ledger: its mode is "${ledger.mode}", a record is "full"`);
  const recorded = ledger.preregistration;
  if (found === null || recorded === null) {
    if (found !== null) problems.push("ledger: it answers no registration, but the notebook has one");
    if (recorded !== null) problems.push("ledger: it answers a registration, but no cell is tagged preregistration");
    return problems;
  }
  const cell = `cell ${found.cell + 1} (pre-registration)`;
  if (recorded.digest !== found.digest) {
    problems.push(`${cell}: its digest is ${found.digest}, the ledger has ${recorded.digest}`);
  }
  if (canonicalize(recorded.registration) !== canonicalize(found.registration)) {
    problems.push(`${cell}: its registration is not the one in the ledger`);
  }
  if (canonicalize(ledger.seeds) !== canonicalize(found.registration.seeds)) {
    problems.push(`${cell}: its seeds are ${text(found.registration.seeds)}, the ledger has ${text(ledger.seeds)}`);
  }
  if (ledger.verdict === null) return [...problems, "ledger: it has no verdict"];
  // Its own registration is the question that the rows answer; a changed cell has been told above.
  const recomputed = evaluate(recorded.registration, ledger.rows, ledger.mode);
  return [...problems, ...compareEvaluations(ledger.verdict, recomputed).map(({ message }) => message)];
}

/**
 * Where the verdict of a quick run contradicts the recorded one. A prediction that quick mode does not check contradicts
 * nothing.
 *
 * @param recorded The verdict in the recorded ledger.
 * @param quick The verdict of the quick run.
 * @returns One sentence per prediction or gate.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const p1 = (verdict: string) => ({ predictions: [{ id: "P1", verdict }], gates: [], outcome: "A" }) as never;
 * assert.deepEqual(quickProblems(p1("PASS"), p1("NOT-CHECKED")), []);
 * assert.deepEqual(quickProblems(p1("PASS"), p1("FAIL")), ["P1: quick mode gives FAIL, recorded is PASS"]);
 * ```
 */
export function quickProblems(
  recorded: NonNullable<Ledger["verdict"]>,
  quick: NonNullable<Ledger["verdict"]>,
): string[] {
  const known = new Map([...recorded.gates, ...recorded.predictions].map(({ id, verdict }) => [id, verdict]));
  return [...quick.gates, ...quick.predictions].flatMap(({ id, verdict }) => {
    if (verdict === "NOT-CHECKED" || verdict === known.get(id)) return [];
    return [`${id}: quick mode gives ${verdict}, recorded is ${known.get(id) ?? "nothing"}`];
  });
}

function text(value: unknown): string {
  return canonicalize(value) ?? "nothing";
}
