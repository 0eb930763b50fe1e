import { describe, expect, test } from "vitest";
import { type FenceReport, Fences } from "../../../kernels/guard/mod.ts";
import { type JupyterMessage, newMessage } from "../../../kernels/protocol/mod.ts";

const MIME = "application/vnd.thermolab.fence+json";

function stream(text: string): JupyterMessage {
  return newMessage("stream", { name: "stdout", text }, "s");
}

function report(token: string): JupyterMessage {
  return newMessage(
    "display_data",
    { data: { [MIME]: { token, findings: [], timers: [], workers: 0, busy: false, tests: 0 } } },
    "s",
  );
}

function collect(): { fences: Fences; seen: string[]; passed: string[]; expect(token: string): void } {
  const seen: string[] = [], passed: string[] = [];
  const fences = new Fences((message) => seen.push(String(message.content["text"] ?? message.header.msg_type)));
  const done = (r: FenceReport): number => passed.push(r.token);
  return { fences, seen, passed, expect: (token) => void fences.expect(token).then(done) };
}

describe("Fences", () => {
  test("Fences waits for both tokens, in either order", async () => {
    for (const order of [[stream("t1\n"), report("t1")], [report("t1"), stream("t1\n")]]) {
      const { fences, passed, expect: announce } = collect();
      announce("t1");
      fences.take(order[0]!);
      await Promise.resolve();
      expect(passed).toEqual([]);
      fences.take(order[1]!);
      await Promise.resolve();
      expect(passed).toEqual(["t1"]);
    }
  });

  test("Fences passes on what comes between the tokens and hides the tokens", async () => {
    const { fences, seen, expect: announce } = collect();
    announce("t1");
    for (const message of [stream("a"), stream("t1\n"), newMessage("display_data", { data: {} }, "s"), report("t1")]) {
      fences.take(message);
    }
    await Promise.resolve();
    expect(seen).toEqual(["a", "display_data"]);
  });

  test("Fences cuts a token out of a text that was joined with it", async () => {
    const { fences, seen, passed, expect: announce } = collect();
    announce("t1");
    fences.take(stream("before\nt1\nafter"));
    fences.take(report("t1"));
    await Promise.resolve();
    expect(seen).toEqual(["before\nafter"]);
    expect(passed).toEqual(["t1"]);
  });

  test("Fences ignores status messages and reports that nobody expects", () => {
    const { fences, seen } = collect();
    fences.take(newMessage("status", { execution_state: "idle" }, "s"));
    fences.take(report("unknown"));
    expect(seen).toEqual([]);
  });
});
