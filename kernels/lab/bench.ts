import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { InputError } from "../../lib/errors.ts";
import {
  bench as measure,
  createWorkload,
  nativeSubjects,
  ownSubjects,
  peerPython,
  peers,
  WORKLOADS,
} from "../bench/mod.ts";
import { oneOf, parseArguments, positiveNumber } from "./arguments.ts";
import { benchText } from "./bench_text.ts";
import { type Command, EXIT, type Terminal } from "./command.ts";
import { thisMachine } from "./machine.ts";

const REPETITIONS = 7;
const SECONDS = 0.5;

/** `lab bench`: throughput of every backend present, and of other samplers beside it. */
export const bench: Command = {
  usage: `Usage: lab bench [--peers] [--peers-dir DIR] [--workload NAME]… [--json]

Times every backend that this computer has, on one thread and on two, and with gcc the C program of the tests as a ceiling.
All samplers take turns in one run and the medians are shown: spins resampled a second, all chains together. Their mean
energies are compared: one that samples another law is marked.

  --peers          also thrml, JAX and NumPy, from PyPI in a Python environment of their own
  --peers-dir DIR  where that environment is, and made when it is not there; default in the user's cache
  --workload NAME  ${WORKLOADS.join(", ")}; may be repeated, default all
  --repetitions N  turns of each sampler, default ${REPETITIONS}
  --seconds S      length of a turn, default ${SECONDS}
  --json           print one JSON object

What cannot be run here is named with the reason. A run takes some minutes; with the peers, about ten.

Exit codes: 0 · 64 bad arguments · 130 interrupted`,
  async run(args, terminal) {
    const parsed = parseArguments("bench", args, {
      "--peers": "switch",
      "--peers-dir": "value",
      "--workload": "values",
      "--repetitions": "value",
      "--seconds": "value",
      "--json": "switch",
    });
    const [extra] = parsed.positionals;
    if (extra !== undefined) throw new InputError(`Cannot use the argument ${JSON.stringify(extra)}; give flags only`);
    const names = new Set(parsed.values("--workload").map((name) => oneOf("--workload", name, WORKLOADS)));
    const workloads = WORKLOADS.filter((name) => names.size === 0 || names.has(name)).map(createWorkload);
    const repetitions = positiveNumber(
      "--repetitions",
      parsed.value("--repetitions") ?? `${REPETITIONS}`,
      "whole number",
    );
    const seconds = positiveNumber("--seconds", parsed.value("--seconds") ?? `${SECONDS}`, "number");
    const peersDir = peersFolder(parsed.value("--peers-dir"), parsed.has("--peers"));

    const cores = availableParallelism(), { signal } = terminal;
    const progress = (text: string): void => terminal.err(`${text}\n`);
    const folder = mkdtempSync(join(tmpdir(), "thermolab-bench-"));
    try {
      const subjects = [...ownSubjects(cores), ...nativeSubjects(folder, signal)];
      if (parsed.has("--peers")) {
        subjects.push(...peers({ python: pythonOnce(peersDir, terminal), folder, cores, signal }));
      }
      const how = { repetitions, seconds, progress, signal };
      const report = await measure({ ...how, workloads, subjects, machine: thisMachine(), folder });
      if (signal.aborted) return EXIT.interrupted;
      terminal.out(parsed.has("--json") ? `${JSON.stringify(report, null, 2)}\n` : benchText(report));
      return EXIT.ok;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function peersFolder(given: string | undefined, asked: boolean): string | null {
  if (given === undefined) return null;
  if (!asked) throw new InputError(`Cannot use --peers-dir ${JSON.stringify(given)} without --peers; give both`);
  const folder = resolve(process.env["INIT_CWD"] ?? ".", given);
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new InputError(`Cannot use --peers-dir ${JSON.stringify(given)}: it is a file; give a folder`);
  }
  return folder;
}

/** One attempt for all peers: what fails once fails for each with the same reason. */
function pythonOnce(folder: string | null, { err, signal }: Terminal): () => Promise<string> {
  let attempt: Promise<string> | null = null;
  return () =>
    attempt ??= peerPython({
      ...(folder === null ? {} : { folder }),
      onInstall: (at) => err(`Installing the peers in ${at} …\n`),
      signal,
    });
}
