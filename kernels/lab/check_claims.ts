import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../lib/errors.ts";
import {
  claimProblems,
  type KnownExperiment,
  type Preregistration,
  readClaims,
  readLedger,
  readPublished,
} from "../../lib/verdict/mod.ts";

/** Where the program's claims stand, from the folder that holds `data/`. */
export const CLAIMS_FILE = "data/claims.json";

/**
 * What is wrong with the claims file of a folder: a tag that no conferral explains, or evidence that names an experiment or
 * a rule that neither a recorded ledger nor a published one registers.
 *
 * @param root The folder that holds `data/`.
 * @returns One sentence per problem.
 */
export async function claimsProblems(root: string): Promise<string[]> {
  try {
    const claims = await readClaims(join(root, CLAIMS_FILE));
    return claimProblems(claims, await knownExperiments(join(root, "data"))).map((text) => `${CLAIMS_FILE}: ${text}`);
  } catch (error) {
    if (error instanceof InputError) return [error.message];
    throw error;
  }
}

async function knownExperiments(data: string): Promise<KnownExperiment[]> {
  const recorded = await Promise.all(jsonFiles(join(data, "results")).map(readLedger));
  const published = await Promise.all(jsonFiles(join(data, "published")).map(readPublished));
  const registrations = [
    ...recorded.flatMap(({ preregistration }) => preregistration === null ? [] : [preregistration.registration]),
    ...published.map(({ registration }) => registration),
  ];
  return registrations.map(known);
}

function known({ experiment, predictions, gates }: Preregistration): KnownExperiment {
  return { experiment, rules: [...predictions, ...gates].map(({ id }) => id) };
}

function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith(".json")).sort().map((name) => join(folder, name));
}
