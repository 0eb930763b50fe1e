import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { ThermolabError } from "../../lib/errors.ts";

/** A program that answers each line of its input with one line of JSON. */
export interface Conversation {
  /** What it said when it was ready. */
  readonly greeting: Readonly<Record<string, unknown>>;
  /** Sends one line and waits for the answer. */
  readonly ask: (line: string) => Promise<Readonly<Record<string, unknown>>>;
  /** Ends its input and waits until it has gone. */
  readonly close: () => Promise<void>;
}

/** What a program is started with. */
export interface ConversationOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Kills the program when it aborts. */
  readonly signal?: AbortSignal;
}

/** A program ended, or said something else than JSON, when an answer was due. */
export class ConversationError extends ThermolabError {
  override name = "ConversationError";
}

/**
 * Starts a program and waits until it is ready.
 *
 * @param command The program.
 * @param args Its arguments.
 * @param options Further environment, and what kills it.
 * @throws {ConversationError} When it ends before it is ready; the message has the last line of its standard error.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const script = "console.log('{}'); process.stdin.on('data', (text) => console.log(JSON.stringify({ text: `${text}` })))";
 * const talk = await converse(Deno.execPath(), ["eval", script]);
 * assert.deepEqual(await talk.ask("hello"), { text: "hello\n" });
 * await talk.close();
 * ```
 */
export async function converse(
  command: string,
  args: readonly string[],
  { environment = {}, signal }: ConversationOptions = {},
): Promise<Conversation> {
  const child: ChildProcessWithoutNullStreams = spawn(command, [...args], {
    env: { ...process.env, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let errors = "", failure: Error | null = null, over = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors = (errors + text).slice(-4000));
  // A program that has gone reads nothing; what that means is told by its missing answer.
  child.stdin.on("error", () => {});
  const lines: string[] = [];
  let wake = (): void => {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    wake();
  });
  const ended = new Promise<void>((resolve) => {
    const end = (error: Error | null): void => {
      failure ??= error;
      over = true;
      wake();
      resolve();
    };
    child.on("error", end);
    child.on("close", () => end(null));
  });
  const kill = (): void => void child.kill("SIGKILL");
  signal?.addEventListener("abort", kill, { once: true });
  if (signal?.aborted) kill();

  const answer = async (): Promise<Readonly<Record<string, unknown>>> => {
    while (lines.length === 0 && !over) await new Promise<void>((resolve) => wake = resolve);
    const line = lines.shift();
    if (line === undefined) {
      const last = failure?.message ?? errors.trim().split("\n").at(-1) ?? "";
      throw new ConversationError(
        `Cannot go on with ${JSON.stringify(command)}: it ended${
          last === "" ? "" : ` and said ${JSON.stringify(last)}`
        }`,
      );
    }
    try {
      return JSON.parse(line) as Readonly<Record<string, unknown>>;
    } catch {
      kill();
      throw new ConversationError(`Cannot understand ${JSON.stringify(command)}: it answered ${JSON.stringify(line)}`);
    }
  };

  const greeting = await answer();
  return {
    greeting,
    ask: async (line) => {
      child.stdin.write(`${line}\n`);
      return await answer();
    },
    close: async () => {
      signal?.removeEventListener("abort", kill);
      child.stdin.end();
      await ended;
    },
  };
}
