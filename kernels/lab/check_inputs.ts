import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { InputError } from "../../lib/errors.ts";
import { canonicalDigest, type Ledger, readJsonFile, readLedger, recordDigest } from "../../lib/verdict/mod.ts";
import { CLAIMS_FILE, claimsProblems } from "./check_claims.ts";
import { inputFolder, recordPath } from "./repository.ts";

/**
 * Where other ledgers and files are no longer what a notebook has read when it was recorded; of a notebook that has read
 * the program's claims also what is wrong with them.
 *
 * @param notebook The notebook's file.
 * @param inputs What its ledger says that it has read: names of experiments, or paths of JSON files from the folder that
 * holds `data/`.
 * @returns One sentence per input.
 */
export async function inputProblems(notebook: string, inputs: Ledger["inputs"] = []): Promise<string[]> {
  const problems = await Promise.all(inputs.map(async ({ experiment, digest }) => {
    try {
      const now = await digestOf(notebook, experiment);
      if (now === digest) return [];
      const why = now === null ? "it is gone" : "it has changed since";
      return [`input ${JSON.stringify(experiment)}: ${why}; record this notebook again`];
    } catch (error) {
      if (error instanceof InputError) return [`input ${JSON.stringify(experiment)}: ${error.message}`];
      throw error;
    }
  }));
  const claims = inputs.some(({ experiment }) => experiment === CLAIMS_FILE);
  return [...problems.flat(), ...(claims ? await claimsProblems(inputFolder(notebook)) : [])];
}

async function digestOf(notebook: string, name: string): Promise<string | null> {
  if (name.endsWith(".json")) {
    const path = join(inputFolder(notebook), name);
    if (!existsSync(path)) return null;
    return canonicalDigest(await readJsonFile(path, { what: "the input", remedy: "restore it" }));
  }
  const path = recordPath(join(dirname(notebook), `${name}.ipynb`), "full");
  return existsSync(path) ? recordDigest(await readLedger(path)) : null;
}
