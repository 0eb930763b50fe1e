import { isAbsolute } from "node:path";

/** What a kernelspec starts, and what is wrong with it. */
export interface Fitness {
  /** `guard` is this project's own server, `plain` is Deno's kernel as it is. */
  readonly kind: "guard" | "plain" | "tslab" | "other";
  /** Each is one clause; none for a kernelspec that fits. */
  readonly faults: readonly string[];
}

/**
 * Judges the content of a `kernel.json`.
 *
 * @param content The parsed file, or `null` when it cannot be read.
 * @param present Whether a program or file is there: an absolute path, or a name for the search path.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const content = { argv: ["/opt/deno", "jupyter", "--kernel", "--conn", "{connection_file}"] };
 * assert.deepEqual(fitnessOf(content, () => true), {
 *   kind: "plain",
 *   faults: [
 *     "loses outputs (measured below)",
 *     'has no "interrupt_mode": "message", so that an interrupt ends the kernel',
 *     "has no NO_COLOR, so that results hold colour codes",
 *   ],
 * });
 * ```
 */
export function fitnessOf(content: unknown, present: (path: string) => boolean): Fitness {
  const { argv, interrupt_mode, env } = Object(content) as Record<string, unknown>;
  if (!Array.isArray(argv) || typeof argv[0] !== "string") {
    return { kind: "other", faults: ["cannot be read: kernel.json has no argv"] };
  }
  const words = argv.map(String), program = words[0]!;
  const kind = kindOf(words);
  const faults: string[] = [];
  if (!present(program)) faults.push(`starts ${program}, which is not there`);
  const script = words.find((word) => isAbsolute(word) && word.endsWith(".ts"));
  if (script !== undefined && !present(script)) faults.push(`runs ${script}, which is not there`);
  if (kind === "plain") faults.push("loses outputs (measured below)");
  if (kind === "plain" || kind === "guard") {
    if (interrupt_mode !== "message") {
      faults.push('has no "interrupt_mode": "message", so that an interrupt ends the kernel');
    }
    const colour: unknown = Object(env)["NO_COLOR"];
    if (kind === "plain" && (typeof colour !== "string" || colour === "")) {
      faults.push("has no NO_COLOR, so that results hold colour codes");
    }
  }
  return { kind, faults };
}

function kindOf(words: readonly string[]): Fitness["kind"] {
  if (words.some((word) => /guard[\\/]server[\\/]main\.ts$/.test(word))) return "guard";
  if (words[1] === "jupyter" && words.includes("--kernel")) return "plain";
  // By its own name, or fetched by npx in a version.
  return words.some((word) => /(?:^|[\\/])tslab(?:@[\w.-]+|\.cmd|\.exe)?$/.test(word)) ? "tslab" : "other";
}
