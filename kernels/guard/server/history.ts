import type { Json, JsonObject } from "../../protocol/mod.ts";

/** What one execution leaves in the history. */
interface Entry {
  readonly session: number;
  readonly line: number;
  readonly input: string;
  readonly output: string | null;
}

const TAIL = 10;

/**
 * What a kernel has executed, and the answers to `history_request` (Jupyter messaging protocol 5.3, "History"). A
 * session ends when the variables are lost; sessions count from 1.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const history = new History();
 * history.add(1, "6 * 7", "42");
 * history.add(2, "const a = 1", null);
 * assert.deepEqual(history.answer({ hist_access_type: "tail", n: 1 }), { status: "ok", history: [[1, 2, "const a = 1"]] });
 * assert.deepEqual(history.answer({ hist_access_type: "search", pattern: "6*", output: true })["history"], [
 *   [1, 1, ["6 * 7", "42"]],
 * ]);
 * ```
 */
export class History {
  readonly #entries: Entry[] = [];
  #session = 1;

  /**
   * Takes note of an execution.
   *
   * @param line Its execution count.
   * @param input Its source.
   * @param output Its value as text, `null` where it had none.
   */
  add(line: number, input: string, output: string | null): void {
    this.#entries.push({ session: this.#session, line, input, output });
  }

  /** Begins a new session. */
  newSession(): void {
    this.#session++;
  }

  /**
   * Answers a request.
   *
   * @param request The content of a `history_request`.
   * @returns The content of the `history_reply`; entries are [session, line, input] or [session, line, [input, output]].
   */
  answer(request: JsonObject): JsonObject {
    const history = this.#found(request).map(({ session, line, input, output }): Json =>
      request["output"] === true ? [session, line, [input, output]] : [session, line, input]
    );
    return { status: "ok", history };
  }

  #found(request: JsonObject): readonly Entry[] {
    const n = numberOr(request["n"], null);
    const last = (entries: readonly Entry[], count: number | null): readonly Entry[] =>
      count === null ? entries : count <= 0 ? [] : entries.slice(-count);
    switch (request["hist_access_type"]) {
      case "range": {
        const session = numberOr(request["session"], 0), start = numberOr(request["start"], 1);
        const stop = numberOr(request["stop"], Infinity);
        // 0 is this session, -1 the one before.
        const wanted = session <= 0 ? this.#session + session : session;
        return this.#entries.filter((entry) => entry.session === wanted && entry.line >= start && entry.line < stop);
      }
      case "search": {
        const pattern = globPattern(String(request["pattern"] ?? "*"));
        const matching = this.#entries.filter(({ input }) => pattern.test(input));
        return last(request["unique"] === true ? newestOfEach(matching) : matching, n);
      }
      default:
        return last(this.#entries, n ?? TAIL);
    }
  }
}

function numberOr<T>(value: Json | undefined, otherwise: T): number | T {
  return typeof value === "number" ? value : otherwise;
}

/** `*` stands for any text and `?` for one character, as in the shell. */
function globPattern(glob: string): RegExp {
  const parts = [...glob].map((sign) =>
    sign === "*" ? "[^]*" : sign === "?" ? "[^]" : sign.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")
  );
  return new RegExp(`^${parts.join("")}$`, "u");
}

function newestOfEach(entries: readonly Entry[]): readonly Entry[] {
  const newest = new Map(entries.map((entry) => [entry.input, entry]));
  return entries.filter((entry) => newest.get(entry.input) === entry);
}
