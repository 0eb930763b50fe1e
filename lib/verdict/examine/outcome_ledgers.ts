import type { LedgerRow } from "../ledger/ledger.ts";
import type { OutcomeRow, Preregistration, Verdict } from "../registration/preregistration.ts";
import { combinations, namedPredictions, possibleVerdicts, rowMatches, type Verdicts } from "./decision_table.ts";
import { impossible } from "./impossible.ts";
import { type JointGround, jointLedger } from "./joint_ledger.ts";

/** How many combinations of verdicts are looked at for one end, and of how many rows are sought. */
const MOST_SEEN = 2048;
const MOST_SOUGHT = 12;

/** A ledger for one outcome. */
export interface OutcomeLedger {
  readonly verdicts: Verdicts;
  readonly rows: readonly LedgerRow[];
}

/** What was found for one token of the decision table. */
export interface Reached {
  readonly token: string;
  /** Null where no ledger with that outcome was found. */
  readonly ledger: OutcomeLedger | null;
  /** Why there is none, where that can be shown. */
  readonly never: string | null;
  /** Ledgers on which one prediction has another verdict. */
  neighbours(): Iterable<OutcomeLedger>;
}

/** For each row of the decision table, and for the outcome of all others, a ledger with it and ledgers beside it. */
export function reachedOutcomes(ground: JointGround): Reached[] {
  const { registration } = ground;
  const { outcomes, otherwise } = registration;
  const named = namedPredictions(registration);
  const known = new Map<string, readonly LedgerRow[] | null>();
  const ledgerOf = (verdicts: Verdicts): OutcomeLedger | null => {
    const key = verdictsText(verdicts);
    const rows = known.has(key) ? known.get(key)! : jointLedger(ground, verdicts);
    known.set(key, rows);
    return rows === null ? null : { verdicts, rows };
  };
  const reasons = new Map<string, string | null>();
  const barred = (verdicts: Verdicts): string | null => {
    const key = verdictsText(verdicts);
    const reason = reasons.has(key) ? reasons.get(key)! : impossible(registration, verdicts);
    reasons.set(key, reason);
    return reason;
  };
  const seek = (from: Verdicts, suits: (verdicts: Verdicts) => boolean): OutcomeLedger | null => {
    let seen = 0, sought = 0;
    for (const verdicts of nearest(registration, from)) {
      if (seen++ === MOST_SEEN || sought === MOST_SOUGHT) return null;
      if (!suits(verdicts) || barred(verdicts) !== null) continue;
      sought++;
      const found = ledgerOf(verdicts);
      if (found !== null) return found;
    }
    return null;
  };
  const best = new Map(named.map((id) => [id, possibleVerdicts(registration, id)[0]!]));
  const reached = (token: string, row: OutcomeRow | null): Reached => {
    const suits = (verdicts: Verdicts): boolean => outcomeOf(registration, verdicts) === token;
    const allowed = Object.entries(row?.when ?? {}).map(([id, list]) => [id, list[0]!] as const);
    const ledger = seek(new Map([...best, ...allowed]), suits);
    return {
      token,
      ledger,
      never: ledger === null ? neverReached(combinations(registration, named), suits, barred) : null,
      *neighbours() {
        const from = ledger?.verdicts ?? new Map([...best, ...allowed]);
        for (const id of row === null ? named : Object.keys(row.when)) {
          const others = Object.entries(row?.when ?? {}).filter(([other]) => other !== id);
          for (const verdict of possibleVerdicts(registration, id)) {
            const beside = { token, when: { ...Object.fromEntries(others), [id]: [verdict] } };
            const found = seek(new Map([...from, [id, verdict]]), (verdicts) => rowMatches(beside, verdicts));
            if (found !== null) yield found;
          }
        }
      },
    };
  };
  return [
    ...outcomes.map((row) => reached(row.token, row)),
    ...(otherwise === null ? [] : [reached(otherwise, null)]),
  ];
}

/** Verdicts in words. */
export function verdictsText(verdicts: Verdicts): string {
  return [...verdicts].map(([id, verdict]) => `${id} ${verdict}`).join(", ");
}

/** The outcome that verdicts have; null where the table leaves them over. */
export function outcomeOf({ outcomes, otherwise }: Preregistration, verdicts: Verdicts): string | null {
  return outcomes.find((row) => rowMatches(row, verdicts))?.token ?? otherwise;
}

/** Why none of the combinations that suit can come about; null where one may, or where they are too many to tell. */
function neverReached(
  all: Iterable<Verdicts>,
  suits: (verdicts: Verdicts) => boolean,
  barred: (verdicts: Verdicts) => string | null,
): string | null {
  let why: string | null = null, seen = 0;
  for (const verdicts of all) {
    if (!suits(verdicts)) continue;
    const reason = barred(verdicts);
    if (reason === null || seen++ === MOST_SEEN) return null;
    why ??= reason;
  }
  return why;
}

/** Combinations of verdicts that can come about, those first that differ from the given one in the fewest and measure the most. */
function* nearest(registration: Preregistration, from: Verdicts): Generator<Verdicts> {
  const ids = [...from.keys()];
  const done = new Set<string>();
  function* altered(verdicts: Verdicts, start: number, count: number, checked: boolean): Generator<Verdicts> {
    if (count === 0) yield verdicts;
    for (let i = start; count > 0 && i < ids.length; i++) {
      for (const verdict of possibleVerdicts(registration, ids[i]!)) {
        if (verdict === from.get(ids[i]!) || (checked && verdict === "NOT-CHECKED")) continue;
        yield* altered(new Map([...verdicts, [ids[i]!, verdict]]), i + 1, count - 1, checked);
      }
    }
  }
  for (let count = 0; count <= ids.length; count++) {
    for (const checked of [true, false]) {
      for (const verdicts of altered(from, 0, count, checked)) {
        const settled = settledVerdicts(registration, verdicts);
        const key = verdictsText(settled);
        if (!done.has(key)) yield settled;
        done.add(key);
      }
    }
  }
}

/** A prediction that waits for one that does not pass is NOT-CHECKED. */
function settledVerdicts({ predictions }: Preregistration, verdicts: Verdicts): Verdicts {
  const settled = new Map<string, Verdict>(verdicts);
  for (let round = 0; round < settled.size; round++) {
    for (const { id, after = [] } of predictions) {
      const barred = after.some((other) => !["PASS", "MEASURED"].includes(settled.get(other) ?? "PASS"));
      if (barred && settled.has(id)) settled.set(id, "NOT-CHECKED");
    }
  }
  return settled;
}
