/** A cell as `deno fmt` writes it: comments, trailing commas, unquoted keys, negative and tiny numbers. */
export const CELL = `// Frozen before any result.
import { createLedger, preregister } from "thermolab";
import {
  evaluate,
} from 'thermolab';

/* the plan } ) */
const plan = preregister({
  schemaVersion: 1,
  experiment: "90-example",
  question: "Is the slowest mode odd? (see §2, \\"parity\\")",
  substrate: 'two spins } "coupled"',
  kernel: "single-site heat-bath",
  unit: "single-site steps",
  grid: { beta: [0.5, 1], field: -0.25, deep: [{ families: ["sk"] }] }, // } not an end
  seeds: { patterns: 5 },
  constants: { bar: 1e-13, "quoted key": -1e-13, nothing: null, flag: true },
  quick: { beta: [1] },
  budget: { capSeconds: 60 },
  predictions: [
    {
      id: "P1",
      statement: "The overlap vanishes // with h = 0 */",
      mark: ["P", "O"],
      published: null,
      clauses: [
        {
          estimand: { measure: "overlap", where: { h: 0 }, aggregate: "every" },
          comparison: "<=",
          threshold: 1e-13,
          basis: { full: 2, quick: 1 },
        },
      ],
    },
  ],
  gates: [],
  outcomes: [{ token: "HOLDS", when: { P1: ["PASS"] } }],
  otherwise: "OPEN",
});
`;
