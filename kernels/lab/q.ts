import process from "node:process";
import { InputError } from "../../lib/errors.ts";
import {
  type ExactProgress,
  KERNEL_NAMES,
  MAXIMUM_EXACT_SPINS,
  MAXIMUM_SINGLE_SITE_SPINS,
  MAXIMUM_TWO_BLOCK_SPINS,
} from "../../lib/exact/mod.ts";
import { loadData, loadModel } from "../../lib/model/mod.ts";
import { largeTrainability, trainability } from "../../lib/predictor/mod.ts";
import { oneOf, parseArguments, positiveNumber } from "./arguments.ts";
import { type Command, EXIT, type Terminal } from "./command.ts";
import { onlyArgument } from "./only_argument.ts";
import { plainJson } from "./plain_json.ts";
import { progressLine } from "./progress_line.ts";
import { qText } from "./q_text.ts";
import { shownPath } from "./user_path.ts";

const DEFAULT_WINDOW = 1000;

/** From this size on an answer may take many seconds, and somebody who waits is told so. */
const SLOW_SPINS = 12;

/** `lab q`: structure and predictors of a model. */
export const q: Command = {
  usage: `Usage: lab q MODEL.json [--kernel K] [--window K] [--data DATA.json]
             [--observable INDEX|magnetization]… [--json]

Structure of a small model under one transition kernel, and with data the predictors of whether the gradient can be
read under the sampling noise: Q above 1 says yes. With them the regime in which the predictor is claimed to hold, each
condition met, unmet or NOT-CHECKED with its number, and the three factors that the predictor is made of.

  --kernel K      ${KERNEL_NAMES.join(", ")}; default single-site
  --window K      sweeps over which the chain is averaged, default ${DEFAULT_WINDOW}
  --data FILE     states or moments of the data; without it there is no Q
  --observable I  also the autocorrelation time of one observable; may be repeated
  --json          print one JSON object

MODEL.json  {"kind":"rbm","weights":[[…],…],"beta":1}
            {"kind":"ising","n":N,"edges":[[i,j],…],"weights":[…],"biases":[…],"beta":1,"blocks":[[…],…]}
DATA.json   {"states":[[1,-1,…],…],"weights":[…]} or {"moments":[…]}

Up to ${MAXIMUM_EXACT_SPINS} spins the model is analysed whole. Beyond, τ of the observables named is exact: to ${MAXIMUM_SINGLE_SITE_SPINS} spins under single-site
and metropolis, to ${MAXIMUM_TWO_BLOCK_SPINS} in two blocks under the scans, with their gap; all else says why it is not computed.

Exit codes: 0 · 64 bad input, or a model that is too large`,
  run(args, terminal) {
    const parsed = parseArguments("q", args, {
      "--kernel": "value",
      "--window": "value",
      "--data": "value",
      "--observable": "values",
      "--json": "switch",
    });
    const file = onlyArgument("q", "model", "MODEL.json", parsed.positionals);
    const kernel = oneOf("--kernel", parsed.value("--kernel") ?? "single-site", KERNEL_NAMES);
    const window = positiveNumber("--window", parsed.value("--window") ?? String(DEFAULT_WINDOW), "whole number");
    const observables = parsed.values("--observable").map(observable);
    const model = loadModel(shownPath(file));
    const data = parsed.value("--data");
    const facts = data === undefined ? { moments: null, stateCount: null } : loadData(shownPath(data), model);
    const request = { kernel, window, ...facts, ...(observables.length === 0 ? {} : { observables }) };
    const spins = model.graph.vertexCount;
    const found = spins > MAXIMUM_EXACT_SPINS
      ? withProgress(terminal, (progress) => largeTrainability(model, { ...request, progress }))
      : small(terminal, spins, () => trainability(model, request));
    const { prediction, regime, factors } = found;
    terminal.out(
      parsed.has("--json")
        ? `${JSON.stringify(plainJson({ ...prediction, regime, factors }), null, 2)}\n`
        : qText(file, model, found),
    );
    return Promise.resolve(EXIT.ok);
  },
};

function small<T>(terminal: Terminal, spins: number, compute: () => T): T {
  if (spins >= SLOW_SPINS && process.stderr.isTTY) terminal.err(`Computing over 2^${spins} states …\n`);
  return compute();
}

/** Runs a long computation with one line that says how far it is, and is gone at the end. */
function withProgress<T>(terminal: Terminal, compute: (progress: ExactProgress) => T): T {
  const line = progressLine(terminal);
  try {
    return compute((stage, share) => line.show(`${stage}${share === null ? "" : `, ${Math.floor(100 * share)} %`} …`));
  } finally {
    line.clear();
  }
}

function observable(text: string): number | "magnetization" {
  if (text === "magnetization") return text;
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new InputError(`Cannot use --observable ${JSON.stringify(text)}; give an index from 0, or magnetization`);
}
