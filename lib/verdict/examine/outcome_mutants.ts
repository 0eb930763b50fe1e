import type { OutcomeRow, Preregistration } from "../registration/preregistration.ts";
import { possibleVerdicts } from "./decision_table.ts";

/** A decision table that was altered. */
export interface AlteredTable {
  readonly description: string;
  readonly outcomes: readonly OutcomeRow[];
  readonly otherwise: string | null;
}

/**
 * The decision table with two tokens exchanged, or with a row that takes more or fewer verdicts. A row is widened only
 * where no other row holds, because rows that overlap are refused anyway.
 */
export function* outcomeMutants({ predictions, outcomes, otherwise }: Preregistration): Generator<AlteredTable> {
  const retold = (tokens: ReadonlyMap<string, string>): OutcomeRow[] =>
    outcomes.map((row) => ({ ...row, token: tokens.get(row.token) ?? row.token }));
  for (const [i, { token, when }] of outcomes.entries()) {
    for (const { token: other } of outcomes.slice(i + 1)) {
      const tokens = new Map([[token, other], [other, token]]);
      yield { description: `"${token}" and "${other}" change places`, outcomes: retold(tokens), otherwise };
    }
    if (otherwise !== null) {
      const tokens = new Map([[token, otherwise]]);
      yield { description: `"${token}" and "${otherwise}" change places`, outcomes: retold(tokens), otherwise: token };
    }
    for (const altered of rowMutants({ predictions }, outcomes[i]!)) {
      const widened = Object.entries(when).some(([id, allowed]) =>
        (altered.when[id]?.length ?? Infinity) > allowed.length
      );
      if (widened && outcomes.some((row, j) => j !== i && overlap(row, altered))) continue;
      const rows = outcomes.map((row, j) => j === i ? { token, when: altered.when } : row);
      yield { description: `"${token}" ${altered.description}`, outcomes: rows, otherwise };
    }
  }
}

function* rowMutants(
  registration: Pick<Preregistration, "predictions">,
  { when }: OutcomeRow,
): Generator<{ readonly description: string; readonly when: OutcomeRow["when"] }> {
  for (const [id, allowed] of Object.entries(when)) {
    const { [id]: _, ...rest } = when;
    if (Object.keys(rest).length > 0) yield { description: `whatever ${id}`, when: rest };
    for (const verdict of possibleVerdicts(registration, id)) {
      const has = allowed.includes(verdict);
      const list = has ? allowed.filter((one) => one !== verdict) : [...allowed, verdict];
      if (list.length > 0) {
        yield { description: `${has ? "without" : "also with"} ${id} ${verdict}`, when: { ...when, [id]: list } };
      }
    }
  }
}

/** Whether some verdicts satisfy both rows. */
function overlap(a: Pick<OutcomeRow, "when">, b: Pick<OutcomeRow, "when">): boolean {
  return Object.entries(a.when).every(([id, allowed]) =>
    b.when[id]?.some((verdict) => allowed.includes(verdict)) ?? true
  );
}
