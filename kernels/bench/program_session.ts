import { type Conversation, ConversationError, type ConversationOptions, converse } from "./conversation.ts";
import { LAW, type Session } from "./subject.ts";

/**
 * A session with a program that speaks the bench's language: `kernels/bench/peers/peer.py` and `test/native/sampler.c` say what
 * that is.
 *
 * @param command The program.
 * @param args Its arguments.
 * @param options Further environment, and what kills it.
 * @throws {ConversationError} When the program ends or answers with something else.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(programSession(Deno.execPath(), ["eval", "console.error('no such chip')"]), /no such chip/);
 * ```
 */
export async function programSession(
  command: string,
  args: readonly string[],
  options: ConversationOptions = {},
): Promise<Session> {
  const talk = await converse(command, args, options);
  const ask = async (line: string, ...keys: readonly string[]): Promise<number[]> => {
    const answer = await talk.ask(line);
    return keys.map((key) => finite(answer, key, command));
  };
  return {
    ...greeting(talk, command),
    measure: async (seconds) => {
      const answer = await talk.ask(`measure ${seconds}`);
      const number = (key: string): number => finite(answer, key, command);
      return {
        updates: number("updates"),
        wallSeconds: number("wallSeconds"),
        cpuSeconds: number("cpuSeconds"),
        undecidedShare: "undecidedShare" in answer ? number("undecidedShare") : null,
      };
    },
    law: async () => {
      const [mean, error] = await ask(`law ${LAW.runs} ${LAW.burn} ${LAW.keep}`, "mean", "error");
      return { mean: mean!, error: error! };
    },
    close: talk.close,
  };
}

function greeting(talk: Conversation, command: string): Pick<Session, "version" | "formulation" | "threads"> {
  const { version, formulation } = talk.greeting;
  return {
    version: String(version),
    formulation: String(formulation),
    threads: finite(talk.greeting, "threads", command),
  };
}

function finite(answer: Readonly<Record<string, unknown>>, key: string, command: string): number {
  const value = answer[key];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new ConversationError(
    `Cannot use the answer of ${JSON.stringify(command)}: ${key} is ${JSON.stringify(value) ?? "missing"}`,
  );
}
