// A program of its own, so that a test can kill it: runs a notebook with a journal and writes what came of it.
// Arguments: notebook, folder of journals, file for the outcome, JSON of the sampling seeds.
import { writeFileSync } from "node:fs";
import process from "node:process";
import { executeExperiment } from "../../../kernels/lab/execute_experiment.ts";
import { findNotebooks } from "../../../kernels/lab/find_notebooks.ts";
import { removeJournal } from "../../../lib/verdict/mod.ts";

const [path, journalFolder, outcome, seeds] = process.argv.slice(2) as [string, string, string, string];
const [notebook] = findNotebooks([path]);
const notes: string[] = [];
try {
  const { ledger, failure, journal } = await executeExperiment(notebook!, {
    mode: "full",
    timeoutSeconds: 60,
    onEvent: () => {},
    signal: new AbortController().signal,
    journalFolder,
    onNote: (text) => notes.push(text),
    ...(seeds === "{}" ? {} : { seeds: JSON.parse(seeds) }),
  });
  if (journal !== null) removeJournal(journal);
  writeFileSync(outcome, JSON.stringify({ ledger, failure, notes, error: null }));
} catch (error) {
  writeFileSync(outcome, JSON.stringify({ ledger: null, failure: null, notes, error: (error as Error).message }));
}
