import { afterEach, describe, expect, test, vi } from "vitest";
import { display } from "../../../lib/notebook/display.ts";
import { currentFrontEnd, useFrontEnd } from "../../../lib/notebook/front_end.ts";
import { html } from "../../../lib/notebook/html.ts";
import { recorder } from "./recorder.ts";

const hosts = globalThis as Record<string, unknown>;

afterEach(() => {
  useFrontEnd(null);
  delete hosts["__tslab__"];
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

/** A Deno with this property `jupyter`; under Node a Deno with nothing else. */
function stubJupyter(jupyter: PropertyDescriptor): void {
  vi.stubGlobal("Deno", Object.create((hosts["Deno"] as object | undefined) ?? null, { jupyter }));
}

/** A Deno whose kernel records the messages it is asked to send. */
function stubDenoKernel(): unknown[][] {
  const sent: unknown[][] = [];
  stubJupyter({ value: { broadcast: (...message: unknown[]) => Promise.resolve(void sent.push(message)) } });
  return sent;
}

describe("display()", () => {
  test("sends display_data and update_display_data inside Deno's kernel", async () => {
    const sent = stubDenoKernel();
    vi.stubEnv("THERMOLAB_RUN", "{}");
    await display({ "text/plain": "a" }, { id: "x" });
    await display({ "text/plain": "b" }, { id: "x", update: true });
    await display({ "text/plain": "c" });
    expect(sent).toEqual([
      ["display_data", { data: { "text/plain": "a" }, metadata: {}, transient: { display_id: "x" } }],
      ["update_display_data", { data: { "text/plain": "b" }, metadata: {}, transient: { display_id: "x" } }],
      ["display_data", { data: { "text/plain": "c" }, metadata: {}, transient: {} }],
    ]);
  });

  test("waits for a kernel that says it is idle too early, and not for the project's own runner", () => {
    stubDenoKernel();
    vi.stubEnv("THERMOLAB_RUN", undefined);
    expect(currentFrontEnd().settleMilliseconds).toBeGreaterThanOrEqual(50);
    vi.stubEnv("THERMOLAB_RUN", "{}");
    expect(currentFrontEnd().settleMilliseconds).toBe(0);
  });

  test("takes a Deno whose kernel interface throws for a Deno without a kernel", () => {
    stubJupyter({
      get() {
        throw new Error("only available in `deno jupyter`");
      },
    });
    expect(currentFrontEnd().kind).toBe("terminal");
  });

  test("sends the richest form to tslab and updates the display of the same id", async () => {
    const sent: unknown[][] = [];
    let made = 0;
    const displayOf = (name: string) => ({ raw: (...content: unknown[]) => sent.push([name, ...content]) });
    hosts["__tslab__"] = {
      require: () => ({ display: displayOf("shared"), newDisplay: () => displayOf(`own ${++made}`) }),
    };
    await display({ "text/plain": "a", "text/html": "<b>a</b>" });
    await display({ "text/plain": "b" }, { id: "tslab-test" });
    await display({ "text/plain": "c" }, { id: "tslab-test", update: true });
    expect(sent).toEqual([
      ["shared", "text/html", "<b>a</b>"],
      ["own 1", "text/plain", "b"],
      ["own 1", "text/plain", "c"],
    ]);
  });

  test("prints the plain form outside a kernel", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await display({ "text/plain": "hello", "text/html": "<b>" });
    expect(log.mock.calls).toEqual([["hello"]]);
  });

  test("asks a value that knows its bundle", async () => {
    const frontEnd = recorder();
    useFrontEnd(frontEnd);
    await display(html`<b>x</b>`);
    expect(frontEnd.shown[0]!.bundle).toEqual({ "text/html": "<b>x</b>", "text/plain": "x" });
  });

  test.each([[null, "null"], [undefined, "undefined"], ["text", "text"], [{}, "[]"], [{ a: 1 }, '["a"]']])(
    "refuses %s",
    async (value, named) => {
      await expect(display(value as never)).rejects.toThrow(named);
    },
  );
});
