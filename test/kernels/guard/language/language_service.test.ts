import { spawn } from "node:child_process";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { createLanguageService, type LanguageService } from "../../../../kernels/guard/language/mod.ts";
import { eventually } from "../../eventually.ts";
import { DENO } from "../deno_path.ts";
import { isAlive } from "../processes.ts";

const LANGUAGE = new URL("../../../../kernels/guard/language/", import.meta.url);
const NOTEBOOKS = fileURLToPath(new URL("../../../../notebooks", import.meta.url));
/** So long that a busy computer does not empty an answer; that answers do come late is tested by itself. */
const PATIENT = { timeoutMilliseconds: 60_000, firstTimeoutMilliseconds: 60_000 };

type Reply = Record<string, unknown>;
type Typed = { text: string; type: string; signature: string; start: number; end: number };

function typesOf(reply: Reply): Typed[] {
  return (reply["metadata"] as { _jupyter_types_experimental: Typed[] })._jupyter_types_experimental;
}

function textOf(reply: Reply): string {
  return (reply["data"] as Record<string, string>)["text/plain"] ?? "";
}

describe.skipIf(DENO === null)("createLanguageService()", () => {
  const services: LanguageService[] = [];
  const service = (options = {}): LanguageService => {
    const made = createLanguageService({ cwd: NOTEBOOKS, deno: DENO!, ...PATIENT, ...options });
    services.push(made);
    return made;
  };
  const shared = DENO === null ? null! : service();
  afterAll(() => Promise.all(services.map((one) => one.dispose())));

  test("inspect() shows signature and documentation of a library function that an earlier cell imports", async () => {
    shared.addCell('import { kernelStructure } from "thermolab";');
    const code = "const s = kernelStructure(model, ";
    const reply = await shared.inspect(code, 15);
    expect(reply).toMatchObject({ status: "ok", found: true });
    expect(textOf(reply)).toMatch(/kernelStructure\(model: EnergyModel, kernel: KernelName/);
    expect(textOf(reply)).toContain("Everything about a kernel that needs no eigendecomposition");
    expect((reply["data"] as Record<string, string>)["text/markdown"]).toMatch(/^```ts\n/);
    // Between the parentheses nothing stands under the cursor: the call is shown.
    expect(textOf(await shared.inspect(code, code.length))).toMatch(/^kernelStructure\(model: EnergyModel/);
  });

  test("inspect() adds the source at detail level 1 and finds nothing under white space", async () => {
    const detailed = await shared.inspect("kernelStructure", 3, 1);
    expect(textOf(detailed)).toMatch(/export function kernelStructure\(/);
    expect(textOf(await shared.inspect("kernelStructure", 3, 0))).not.toMatch(/export function kernelStructure\(/);
    expect(await shared.inspect("  ", 1)).toEqual({ status: "ok", found: false, data: {}, metadata: {} });
  });

  test("inspect() knows the user's own names, the newest definition where there are several", async () => {
    shared.addCell("/** Twice as much.\n * @param a a number */\nfunction twice(a: number): number { return 2 * a; }");
    shared.addCell("const answer = 42;\nclass Box { width = 1 }");
    shared.addCell('const answer = "forty-two";\nclass Box { height = 1 }');
    expect(textOf(await shared.inspect("twice(answer)", 2))).toMatch(
      /function twice\(a: number\): number[^]*Twice as much/,
    );
    expect(textOf(await shared.inspect("twice(answer)", 8))).toBe('const answer: "forty-two"');
    expect((await shared.complete("new Box().", 10))["matches"]).toEqual(["height"]);
    // A definition in the current cell is newer still.
    expect(textOf(await shared.inspect("const answer = true; answer", 23))).toBe("const answer: true");
  });

  test("complete() gives matches, code points and types in an unfinished cell", async () => {
    shared.addCell("const 𝒳 = { widthOf: (n: number): string => `${n}`, weight: 1 };");
    const reply = await shared.complete("if (true) {\n  𝒳.w", 17);
    expect(reply).toMatchObject({ status: "ok", matches: ["weight", "widthOf"], cursor_start: 16, cursor_end: 17 });
    expect(typesOf(reply)).toEqual([
      expect.objectContaining({
        text: "weight",
        start: 16,
        end: 17,
        signature: expect.stringMatching(/weight: number/),
      }),
      expect.objectContaining({ text: "widthOf", signature: expect.stringMatching(/\(n: number\) => string/) }),
    ]);
    expect((await shared.complete("kernelStr", 9))["matches"]).toEqual(["kernelStructure"]);
    expect((await shared.complete("KERNELSTR", 9))["matches"]).toEqual(["kernelStructure"]);
    expect((await shared.complete("noSuchName", 10))["matches"]).toEqual([]);
    // Types with members that are symbols.
    expect((await shared.complete("Math.hyp", 8))["matches"]).toEqual(["hypot"]);
    expect((await shared.complete('"x".padS', 8))["matches"]).toEqual(["padStart"]);
    // Nothing is offered that a cell would have to import first.
    expect((await shared.complete("plantedR", 8))["matches"]).toEqual([]);
  });

  test("addCell() takes a broken cell without harm to the others, reset() forgets them all", async () => {
    const language = service();
    language.addCell("const first = 1;");
    language.addCell("const = (;");
    language.addCell("const second = first");
    expect(textOf(await language.inspect("second", 2))).toBe("const second: 1");
    language.reset();
    expect((await language.inspect("second", 2))["found"]).toBe(false);
  });

  test("the server is started by the first question, again after its death, and leaves with dispose()", async () => {
    const language = service();
    language.addCell("const kept = 1;");
    expect(language.pid).toBe(null);
    expect(textOf(await language.inspect("kept", 1))).toBe("const kept: 1");
    const first = language.pid!;
    process.kill(first, "SIGKILL");
    while (language.pid === first) await sleep(10);
    expect(textOf(await language.inspect("kept", 1))).toBe("const kept: 1");
    const second = language.pid!;
    expect(second).not.toBe(first);
    await language.dispose();
    expect([isAlive(first), isAlive(second)]).toEqual([false, false]);
    expect((await language.complete("kep", 3))["matches"]).toEqual([]);
  });

  test("answers are empty, and soon, where there is no server or it takes too long", async () => {
    const missing = createLanguageService({ cwd: NOTEBOOKS, deno: "/no/such/deno", ...PATIENT });
    expect(await missing.inspect("x", 1)).toMatchObject({ found: false });
    const impatient = service({ firstTimeoutMilliseconds: 1 });
    expect(await impatient.complete("x", 1)).toEqual({
      status: "ok",
      matches: [],
      cursor_start: 1,
      cursor_end: 1,
      metadata: { _jupyter_types_experimental: [] },
    });
  });

  test("the server does not outlive a process that is killed", async () => {
    const source = `
      import { createLanguageService } from ${JSON.stringify(new URL("mod.ts", LANGUAGE).href)};
      const language = createLanguageService({ cwd: ".", deno: ${
      JSON.stringify(DENO)
    }, firstTimeoutMilliseconds: 60000 });
      await language.complete("consol", 6);
      console.log(language.pid);
      setInterval(() => {}, 1000);`;
    const owner = spawn(DENO!, ["eval", "--ext=ts", source], { cwd: NOTEBOOKS, stdio: ["ignore", "pipe", "inherit"] });
    const pid = Number(await new Promise((done) => owner.stdout.once("data", done)));
    expect(isAlive(pid)).toBe(true);
    owner.kill("SIGKILL");
    await eventually(() => isAlive(pid)).toBe(false);
  });
});
