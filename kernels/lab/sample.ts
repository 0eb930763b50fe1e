import { sampleModel } from "../../lib/diagnostics/mod.ts";
import { InputError } from "../../lib/errors.ts";
import { KERNEL_NAMES } from "../../lib/exact/mod.ts";
import { BACKEND_NAMES } from "../../lib/sampler/mod.ts";
import { oneOf, parseArguments, positiveNumber } from "./arguments.ts";
import { type Command, EXIT } from "./command.ts";
import { onlyArgument } from "./only_argument.ts";
import { plainJson } from "./plain_json.ts";
import { progressLine } from "./progress_line.ts";
import { sampledModel } from "./sampled_model.ts";
import { sampleText } from "./sample_text.ts";
import { shownPath } from "./user_path.ts";

/** `lab sample`: moments, autocorrelation times and digest of a sampled model. */
export const sample: Command = {
  usage: `Usage: lab sample MODEL.json --chains C --sweeps S --seed N [--burn-in B] [--kernel K]
                  [--backend reference|wasm|webgpu|auto] [--threads T] [--step I] [--json]

Samples a model of any size: moments, energy, autocorrelation times with their censoring, R-hat, and the digest of the last
states. The same seed gives the same chains, bit for bit, on every backend and for any number of threads.

  --chains C    independent chains, each from its own uniformly random state
  --sweeps S    sweeps that count, after the burn-in
  --seed N      a whole number from 0 to 2^53 - 1
  --burn-in B   sweeps before them, default 0
  --kernel K    ${KERNEL_NAMES.join(", ")}; default single-site
  --backend B   ${BACKEND_NAMES.join(", ")} or auto; default auto, the fastest that is there
  --threads T   worker threads of the wasm backend, default 1
  --step I      step of a denoising model, 0 the least noisy; default the last, with which a generation begins
  --json        print one JSON object

MODEL.json is the file that lab q takes: lab help q. A file or a checkpoint of lab train does as well: one of its steps is sampled,
given an input of fair coins from the seed.

Exit codes: 0 · 64 bad input · 130 interrupted, what was reached is printed`,
  async run(args, terminal) {
    const parsed = parseArguments("sample", args, {
      "--chains": "value",
      "--sweeps": "value",
      "--seed": "value",
      "--burn-in": "value",
      "--kernel": "value",
      "--backend": "value",
      "--threads": "value",
      "--step": "value",
      "--json": "switch",
    });
    const file = onlyArgument("sample", "model", "MODEL.json", parsed.positionals);
    const required = (flag: string) => {
      const text = parsed.value(flag);
      if (text === undefined) throw new InputError(`Cannot run lab sample without ${flag}; give ${flag} and a number`);
      return text;
    };
    const chains = positiveNumber("--chains", required("--chains"), "whole number");
    const sweeps = positiveNumber("--sweeps", required("--sweeps"), "whole number");
    const seed = numberFromZero("--seed", required("--seed"));
    const burnIn = numberFromZero("--burn-in", parsed.value("--burn-in") ?? "0");
    const scan = oneOf("--kernel", parsed.value("--kernel") ?? "single-site", KERNEL_NAMES);
    const backend = oneOf("--backend", parsed.value("--backend") ?? "auto", [...BACKEND_NAMES, "auto"] as const);
    const threads = positiveNumber("--threads", parsed.value("--threads") ?? "1", "whole number");
    const step = parsed.value("--step");
    const model = sampledModel(shownPath(file), step === undefined ? null : numberFromZero("--step", step), seed);
    const line = progressLine(terminal);
    const report = await sampleModel(model, {
      ...{ chains, sweeps, seed, burnIn, scan, backend, threads },
      signal: terminal.signal,
      progress: (done, all) => line.show(`Sweep ${done} of ${all}`),
    }).finally(line.clear);
    const { completed, ...figures } = report;
    if (!completed) terminal.err(`Interrupted after ${figures.sweeps} of ${sweeps} sweeps that count\n`);
    terminal.out(
      parsed.has("--json")
        ? `${
          JSON.stringify(
            plainJson({ ...figures, mean: [...report.mean], pairMoments: [...report.pairMoments] }),
            null,
            2,
          )
        }\n`
        : sampleText(file, model, scan, report),
    );
    return completed ? EXIT.ok : EXIT.interrupted;
  },
};

function numberFromZero(flag: string, text: string): number {
  if (/^0+$/.test(text)) return 0;
  if (/^-/.test(text)) {
    throw new InputError(`Cannot use ${flag} ${JSON.stringify(text)}; give a whole number from 0 on`);
  }
  return positiveNumber(flag, text, "whole number");
}
