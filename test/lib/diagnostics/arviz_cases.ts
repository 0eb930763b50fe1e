import type { Draws } from "../../../lib/diagnostics/mod.ts";

/** A chain of n draws x ← φ·x + u − ½ plus a shift, u from the generator s ← 1664525·s + 1013904223 mod 2³² started at the seed. */
function chain(seed: number, n: number, phi: number, shift: number): Float64Array {
  let state = seed, x = 0;
  return Float64Array.from({ length: n }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    x = phi * x + (state / 2 ** 32 - 0.5);
    return x + shift;
  });
}

const chains = (count: number, make: (c: number) => Float64Array): Draws =>
  Array.from({ length: count }, (_, c) => make(c));

export const ARVIZ_CASES: Readonly<Record<string, Draws>> = {
  "four slow chains": chains(4, (c) => chain(c + 1, 250, 0.875, 0)),
  "three shifted chains of odd length": chains(3, (c) => chain(c + 11, 101, 0.5, 0.25 * c)),
  "anticorrelated pair": chains(2, (c) => chain(c + 21, 64, -0.75, 0)),
  "signs of slow chains": chains(4, (c) => chain(c + 31, 200, 0.875, 0).map((x) => x >= 0 ? 1 : -1)),
  "one chain": [chain(41, 80, 0.5, 0)],
};

/** What ArviZ 0.21.0 (NumPy 2.4.6, SciPy 1.17.1) gives for these draws: `az.rhat`, `az.ess` and `az.mcse`, method by method. */
export const ARVIZ_VALUES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "four slow chains": {
    "rhat rank": 1.0386702410894288,
    "rhat split": 1.0124947838842424,
    "rhat identity": 1.0104098658360336,
    "ess bulk": 86.18386356940579,
    "ess tail": 129.27102935313448,
    "ess mean": 86.11290976079641,
    "ess sd": 113.59853700786792,
    "ess median": 129.95657597694964,
    "ess identity": 87.85434583757379,
    "ess quantile 0.1": 155.1864909384727,
    "mcse mean": 0.06260953526083211,
    "mcse sd": 0.03615309348836176,
    "mcse median": 0.06494360017502573,
    "mcse quantile 0.1": 0.06695251572026517,
  },
  "three shifted chains of odd length": {
    "rhat rank": 1.2793448057744963,
    "rhat split": 1.276341974886141,
    "rhat identity": 1.3361064238720317,
    "ess bulk": 9.263652689753304,
    "ess tail": 46.429376909355625,
    "ess mean": 9.361975399248443,
    "ess sd": 81.08921684670919,
    "ess median": 13.713710990015619,
    "ess identity": 4.193625046291444,
    "ess quantile 0.1": 29.217569496908556,
    "mcse mean": 0.13381084033725912,
    "mcse sd": 0.027039770445258873,
    "mcse median": 0.13596462137789747,
    "mcse quantile 0.1": 0.08693440236522981,
  },
  "anticorrelated pair": {
    "rhat rank": 1.0489130781089062,
    "rhat split": 0.9858002736168415,
    "rhat identity": 0.9938565829398792,
    "ess bulk": 269.72287611492715,
    "ess tail": 74.059743546028,
    "ess mean": 269.72287611492715,
    "ess sd": 35.87934340176042,
    "ess median": 269.72287611492715,
    "ess identity": 269.72287611492715,
    "ess quantile 0.1": 103.1477682236529,
    "mcse mean": 0.02829396166766036,
    "mcse sd": 0.04700919802955275,
    "mcse median": 0.029170255064963416,
    "mcse quantile 0.1": 0.10180179219126567,
  },
  "signs of slow chains": {
    "rhat rank": 1.0377459638071584,
    "rhat split": 1.0377459638071584,
    "rhat identity": 1.0046980075793428,
    "ess bulk": 93.73392141307038,
    "ess tail": 93.73392141307043,
    "ess mean": 93.73392141307043,
    "ess sd": 93.73392141307052,
    "ess median": 93.73392141307043,
    "ess identity": 89.62918236859927,
    "ess quantile 0.1": 93.73392141307043,
    "mcse mean": 0.10295662083261801,
    "mcse sd": 0.009037736182526174,
    "mcse median": 1.0,
    "mcse quantile 0.1": 0.0,
  },
  "one chain": {
    "ess bulk": 34.869571507423515,
    "ess tail": 34.56872195446236,
    "ess mean": 35.344976123770024,
    "ess sd": 48.87284586976396,
    "ess median": 49.72546307612514,
    "ess identity": 35.99156489867835,
    "ess quantile 0.1": 41.95148541837013,
    "mcse mean": 0.05764821722082967,
    "mcse sd": 0.027616095131737056,
    "mcse median": 0.07763415503067374,
    "mcse quantile 0.1": 0.12044123173997828,
  },
};
