import type { ParameterValue, Preregistration } from "../registration/preregistration.ts";
import { measureDomain } from "./attainable.ts";
import { exampleRow } from "./example_row.ts";
import { listOf } from "./implied.ts";
import { pickInside } from "./pick.ts";
import type { Refusal } from "./refused_rule_error.ts";
import { clauseText } from "./rule_text.ts";
import { estimandsOf, rulesOf } from "./rules.ts";

/** The clauses that would read a row elsewhere than at the registered crossings, such as the final values of a run. */
export function beyondCrossings(registration: Preregistration): Refusal[] {
  const { crossings } = registration;
  if (crossings === undefined) return [];
  const { parameter, registered } = crossings;
  return rulesOf(registration).flatMap((rule) =>
    rule.clauses.flatMap((clause, i) =>
      estimandsOf(clause).flatMap((estimand, part) => {
        const restricted = estimand.where !== undefined && Object.hasOwn(estimand.where, parameter);
        const allowed = restricted ? listOf(estimand.where![parameter]!) : [elsewhere(registered)];
        const outside = allowed.find((value) => !registered.includes(value));
        if (outside === undefined) return [];
        const value = pickInside(measureDomain(registration, estimand.measure));
        const row = exampleRow(registration, estimand, value, { [parameter]: outside });
        return [{
          rule: rule.id,
          kind: "reads-beyond-crossings" as const,
          statement: `clause ${i + 1}, ${clauseText(clause)}, reads ${part === 0 ? "" : "in its threshold "}` +
            `${estimand.measure} beyond the registered crossings ${parameter}=${JSON.stringify(registered)}`,
          witness: `it would read the row ${row.id}`,
          rows: [row],
        }];
      })
    )
  );
}

function elsewhere(registered: readonly ParameterValue[]): ParameterValue {
  const texts = registered.filter((value) => typeof value === "string");
  if (texts.length > 0) return registered.includes("final") ? `${texts.join("-")}-final` : "final";
  const numbers = registered.filter((value) => typeof value === "number");
  return numbers.length > 0 ? Math.max(...numbers) + 1 : !registered[0];
}
