import { evaluate } from "../evaluation/evaluate.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Preregistration, Verdict } from "../registration/preregistration.ts";
import { adequacyVariations } from "./adequacy_variations.ts";
import { baseLedger, type Rows } from "./base_ledger.ts";
import { clauseVariations } from "./clause_variations.ts";
import { type Focus, focusOn, verdictOf } from "./focus.ts";
import { layOut, type Slot } from "./layout.ts";
import { type Reached, reachedOutcomes } from "./outcome_ledgers.ts";
import type { Rule } from "./rules.ts";
import { type Variation, varied } from "./variation.ts";

/** A variation of the ledger on which a rule passes, and what the rule makes of it. */
export interface Trial {
  readonly variation: Variation;
  /** The rows that matter for the rule. */
  readonly rows: readonly LedgerRow[];
  readonly verdict: Verdict;
  /** Index of the clause that it was made for. */
  readonly clause: number;
}

/** The ledgers on which a registration's rules are tried. */
export interface ProvingGround {
  readonly registration: Preregistration;
  /** The rows to be given values; null where none were found that every basis agrees with. */
  readonly slots: readonly Slot[] | null;
  /** Rows on which the rule, its gates and the rules before it pass, or null. */
  base(rule: Rule): Rows | null;
  focus(rule: Rule): Focus;
  /** Variations of the base, made as they are asked for. */
  trials(rule: Rule): Iterable<Trial>;
  /** Ledgers for each outcome, sought when they are first asked for. */
  outcomes(): readonly Reached[];
  /** The evaluation of the whole registration on a ledger, computed once. */
  evaluated(rows: readonly LedgerRow[]): Evaluation;
}

/** What an iterator gives, made once: later runs repeat what was made and go on from there. */
function remembered<Item>(source: Iterator<Item>): Iterable<Item> {
  const made: Item[] = [];
  return {
    *[Symbol.iterator]() {
      for (let i = 0;; i++) {
        if (i === made.length) {
          const next = source.next();
          if (next.done === true) return;
          made.push(next.value);
        }
        yield made[i]!;
      }
    },
  };
}

/** Lays out rows for a registration, and ledgers as they are needed. */
export function provingGround(registration: Preregistration): ProvingGround {
  const slots = layOut(registration);
  const shared = slots === null ? null : baseLedger(registration, slots, null);
  const bases = new Map<string, Rows | null>();
  const focuses = new Map<string, Focus>();
  const trials = new Map<string, Iterable<Trial>>();
  const evaluations = new Map<readonly LedgerRow[], Evaluation>();

  const passes = (rows: Rows, rule: Rule): boolean => {
    const verdict = verdictOf(registration, [...rows.values()], rule.id);
    return verdict === "PASS" || verdict === "MEASURED";
  };
  const base = (rule: Rule): Rows | null => {
    const known = bases.get(rule.id);
    if (known !== undefined) return known;
    let found = shared !== null && passes(shared, rule) ? shared : null;
    if (found === null && slots !== null) {
      const own = baseLedger(registration, slots, rule);
      found = own !== null && passes(own, rule) ? own : null;
    }
    bases.set(rule.id, found);
    return found;
  };
  const focus = (rule: Rule): Focus => {
    const known = focuses.get(rule.id) ?? focusOn(registration, rule);
    focuses.set(rule.id, known);
    return known;
  };

  function* tried(rule: Rule): Generator<Trial> {
    const rows = base(rule);
    if (rows === null) return;
    const { registration: small, measures } = focus(rule);
    const near: Rows = new Map([...rows].filter(([, row]) => measures.has(row.measure)));
    const make = (variation: Variation, clause: number): Trial => {
      const changed = varied(near, variation);
      return { variation, rows: changed, verdict: verdictOf(small, changed, rule.id), clause };
    };
    yield make({ statement: "every rule passes", rows: new Map() }, -1);
    for (const [i, clause] of rule.clauses.entries()) {
      for (const variation of clauseVariations(registration, clause, near)) yield make(variation, i);
      for (const variation of adequacyVariations(clause, near)) yield make(variation, i);
    }
  }

  const evaluated = (rows: readonly LedgerRow[]): Evaluation => {
    const known = evaluations.get(rows) ?? evaluate(registration, rows, "full");
    evaluations.set(rows, known);
    return known;
  };
  let outcomes: readonly Reached[] | null = null;

  return {
    registration,
    slots,
    outcomes: () => outcomes ??= reachedOutcomes({ registration, slots, evaluated }),
    base,
    focus,
    trials(rule) {
      const known = trials.get(rule.id) ?? remembered(tried(rule));
      trials.set(rule.id, known);
      return known;
    },
    evaluated,
  };
}
