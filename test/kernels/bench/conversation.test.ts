import { describe, expect, test } from "vitest";
import { ConversationError, converse } from "../../../kernels/bench/conversation.ts";
import { programSession } from "../../../kernels/bench/program_session.ts";

/** A program that greets and answers each line by what `answer`, the body of a function of `line`, returns. */
function program(answer: string): string[] {
  return [
    "-e",
    `
    console.log(JSON.stringify({ version: "7", formulation: "by hand", threads: 1 }));
    const answer = (line) => { ${answer} };
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => console.log(answer(line)));
  `,
  ];
}

describe("converse()", () => {
  test("converse() asks and closes", async () => {
    const talk = await converse("node", program("return JSON.stringify({ line })"));
    expect(talk.greeting["version"]).toBe("7");
    expect(await talk.ask("one")).toEqual({ line: "one" });
    expect(await talk.ask("two")).toEqual({ line: "two" });
    await talk.close();
  });

  test("converse() says why a program could not be started, or ended", async () => {
    await expect(converse("no-such-program", [])).rejects.toThrow(/no-such-program/);
    await expect(converse("node", ["-e", "console.error('out of beads'); process.exit(3)"])).rejects.toThrow(
      /out of beads/,
    );
    const talk = await converse("node", program("console.error('bead lost'); process.exit(1)"));
    await expect(talk.ask("go")).rejects.toThrow(/bead lost/);
    await expect(talk.ask("go")).rejects.toThrow(ConversationError);
    await talk.close();
  });

  test("converse() refuses what is not JSON", async () => {
    const talk = await converse("node", program("return 'seven'"));
    await expect(talk.ask("go")).rejects.toThrow(/"seven"/);
    await talk.close();
  });

  test("converse() kills the program on abort", async () => {
    const controller = new AbortController();
    const talk = await converse("node", program("setTimeout(() => {}, 1e8); controller"), {
      signal: controller.signal,
    });
    controller.abort();
    await expect(talk.ask("go")).rejects.toThrow(ConversationError);
    await talk.close();
  });
});

describe("programSession()", () => {
  test("programSession() passes on measurements and laws", async () => {
    const session = await programSession(
      "node",
      program(`return JSON.stringify(line.startsWith("law")
        ? { mean: -1, error: 0.5 }
        : { updates: 10, wallSeconds: 2, cpuSeconds: 1 })`),
    );
    expect([session.version, session.formulation, session.threads]).toEqual(["7", "by hand", 1]);
    expect(await session.measure(1)).toEqual({ updates: 10, wallSeconds: 2, cpuSeconds: 1, undecidedShare: null });
    expect(await session.law()).toEqual({ mean: -1, error: 0.5 });
    await session.close();
  });

  test("programSession() refuses an answer without its numbers", async () => {
    const session = await programSession("node", program("return JSON.stringify({ updates: null })"));
    await expect(session.measure(1)).rejects.toThrow(/updates is null/);
    await expect(session.law()).rejects.toThrow(/mean is missing/);
    await session.close();
  });
});
