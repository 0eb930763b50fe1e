import { Buffer } from "node:buffer";
import { afterEach, describe, expect, test, vi } from "vitest";
import { display } from "../../../lib/notebook/display.ts";
import { useFrontEnd } from "../../../lib/notebook/front_end.ts";
import { newDisplay } from "../../../lib/notebook/new_display.ts";
import { html } from "../../../lib/notebook/html.ts";
import { recorder } from "./recorder.ts";

// The smallest files of their kind: an 1 × 1 picture each.
const PNG = bytes("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
const GIF = bytes("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==");
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);

afterEach(() => {
  useFrontEnd(null);
  delete (globalThis as Record<string, unknown>)["__tslab__"];
  vi.restoreAllMocks();
});

function bytes(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"));
}

/** What a tslab that records is sent. */
function stubTslab(): unknown[][] {
  const sent: unknown[][] = [];
  const displayOf = (name: string) => ({ raw: (...content: unknown[]) => sent.push([name, ...content]) });
  let made = 0;
  (globalThis as Record<string, unknown>)["__tslab__"] = {
    require: () => ({ display: displayOf("shared"), newDisplay: () => displayOf(`own ${++made}`) }),
  };
  return sent;
}

describe("display.…()", () => {
  test.each([
    ["html", "<b>a</b>", { "text/html": "<b>a</b>", "text/plain": "a" }],
    ["html", html`<i>${"<"}</i>`, { "text/html": "<i>&lt;</i>", "text/plain": "<" }],
    ["markdown", "*a*", { "text/markdown": "*a*", "text/plain": "*a*" }],
    ["latex", "$x$", { "text/latex": "$x$", "text/plain": "$x$" }],
    ["text", "a", { "text/plain": "a" }],
    ["png", PNG, { "image/png": Buffer.from(PNG).toString("base64"), "text/plain": `PNG image, ${PNG.length} bytes` }],
    ["gif", GIF, { "image/gif": Buffer.from(GIF).toString("base64"), "text/plain": `GIF image, ${GIF.length} bytes` }],
    ["jpeg", JPEG, { "image/jpeg": "/9j/2Q==", "text/plain": "JPEG image, 4 bytes" }],
  ])("%s() shows that form, with a text beside it", async (name, content, bundle) => {
    const frontEnd = recorder();
    useFrontEnd(frontEnd);
    await (display as never as Record<string, (content: unknown) => Promise<void>>)[name]!(content);
    expect(frontEnd.shown).toEqual([{ bundle, placement: {} }]);
  });

  test("png() of a view shows the view's bytes and no others", async () => {
    const frontEnd = recorder();
    useFrontEnd(frontEnd);
    const larger = new Uint8Array(PNG.length + 20);
    larger.set(PNG, 10);
    await display.png(larger.subarray(10, 10 + PNG.length), { alt: "a dot" });
    expect(frontEnd.shown[0]!.bundle).toEqual({
      "image/png": Buffer.from(PNG).toString("base64"),
      "text/plain": "a dot",
    });
  });

  test("svg() adds an <img>, and the name space that it needs", async () => {
    const frontEnd = recorder();
    useFrontEnd(frontEnd);
    await display.svg('<svg width="1"><title>A &amp; B</title></svg>');
    await display.svg('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', { alt: 'a "dot"' });
    const [first, second] = frontEnd.shown.map(({ bundle }) => bundle);
    expect(first!["image/svg+xml"]).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="1"><title>A &amp; B</title></svg>',
    );
    const source = /base64,([^"]+)"/.exec(String(first!["text/html"]))![1]!;
    expect(Buffer.from(source, "base64").toString()).toBe(first!["image/svg+xml"]);
    expect(first!["text/plain"]).toBe("A & B");
    expect(first!["text/html"]).toContain('alt="A &amp; B"');
    expect(second!["image/svg+xml"]).toBe('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(second!["text/html"]).toContain('alt="a &quot;dot&quot;"');
  });

  test("raw() shows any type", async () => {
    const frontEnd = recorder();
    useFrontEnd(frontEnd);
    await display.raw("text/vnd.graphviz", "graph {}");
    await display.raw("application/pdf", Uint8Array.of(37, 80, 68, 70));
    expect(frontEnd.shown.map(({ bundle }) => bundle)).toEqual([
      { "text/vnd.graphviz": "graph {}", "text/plain": "graph {}" },
      { "application/pdf": "JVBERg==", "text/plain": "application/pdf, 4 bytes" },
    ]);
  });

  test.each([
    ["html of a number", () => display.html(5 as never), "number"],
    ["png of a GIF", () => display.png(GIF), "PNG"],
    ["png of a text", () => display.png("data" as never), "PNG"],
    ["svg without an element", () => display.svg("circle"), "circle"],
    ["svg of null", () => display.svg(null as never), "null"],
    ["raw without a type", () => display.raw("html", "<b>"), '"html"'],
    ["raw script", () => display.raw("text/javascript", "alert(1)"), "text/javascript"],
    ["raw of an object", () => display.raw("text/html", {} as never), "object"],
  ])("refuses %s", async (_what, call, named) => {
    const frontEnd = recorder();
    useFrontEnd(frontEnd);
    await expect(call()).rejects.toThrow(named);
    expect(frontEnd.shown).toEqual([]);
  });

  test("javascript() says why there is none", () => {
    expect(() => display.javascript("alert(1)")).toThrow(/Cannot display JavaScript: .*figure\(\)/);
  });

  test("hands over within the call, so that what is not awaited keeps its order", () => {
    const frontEnd = recorder();
    useFrontEnd(frontEnd);
    display.text("a");
    display({ "text/plain": "b" });
    display.markdown("c");
    expect(frontEnd.shown.map(({ bundle }) => bundle["text/plain"])).toEqual(["a", "b", "c"]);
  });

  test("sends the form itself to tslab, pictures included", async () => {
    const sent = stubTslab();
    await display.png(PNG);
    await display.latex("$x$");
    await display.raw("application/pdf", Uint8Array.of(37));
    await display.text("a");
    expect(sent).toEqual([
      ["shared", "image/png", Buffer.from(PNG).toString("base64")],
      ["shared", "text/latex", "$x$"],
      ["shared", "application/pdf", "JQ=="],
      ["shared", "text/plain", "a"],
    ]);
  });

  test("prints text outside a kernel", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await display.html("<p>a</p><p>b</p>");
    await display.gif(GIF, { alt: "a dot" });
    expect(log.mock.calls).toEqual([["a\nb"], ["a dot"]]);
  });
});

describe("newDisplay()", () => {
  test("shows once and then takes its own place, beside others", async () => {
    const frontEnd = recorder();
    useFrontEnd(frontEnd);
    const one = newDisplay(), other = newDisplay();
    await one.text("1");
    await other.html("<b>2</b>");
    await one.markdown("3");
    const placements = frontEnd.shown.map(({ placement }) => placement);
    expect(placements.map(({ update }) => update)).toEqual([false, false, true]);
    expect(placements[2]!.id).toBe(placements[0]!.id);
    expect(placements[1]!.id).not.toBe(placements[0]!.id);
  });

  test("keeps its place in tslab", async () => {
    const sent = stubTslab();
    const one = newDisplay();
    await one.text("1");
    await one.text("2");
    expect(sent).toEqual([["own 1", "text/plain", "1"], ["own 1", "text/plain", "2"]]);
  });
});
