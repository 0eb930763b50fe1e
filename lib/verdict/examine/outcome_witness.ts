import type { Examination } from "../freeze/freeze_record.ts";
import { verdictsText } from "./outcome_ledgers.ts";
import type { ProvingGround } from "./proving_ground.ts";
import type { Refusal } from "./refused_rule_error.ts";

/** Under this name the witnesses of the decision table are listed. */
const OUTCOMES = "outcomes";

/** One entry for each outcome: the verdicts on which a ledger was found that has it, or that none was found. */
export function outcomeWitnesses(ground: ProvingGround): Examination["witnesses"] {
  return ground.outcomes().map(({ token, ledger }) => ({
    rule: OUTCOMES,
    verdict: ledger === null ? "NOT-CHECKED" : "PASS",
    statement: ledger === null
      ? `outcome ${token}: no ledger was found that has it`
      : `outcome ${token}: ${verdictsText(ledger.verdicts)}`,
  }));
}

/** The outcomes that can be shown never to come about, whatever the rows. */
export function neverReached(ground: ProvingGround): Refusal[] {
  return ground.outcomes().flatMap(({ token, never }) =>
    never === null ? [] : [{
      rule: OUTCOMES,
      kind: "no-witness" as const,
      statement: `no rows give the outcome "${token}"`,
      witness: never,
      rows: [],
    }]
  );
}
