import { describe, expect, test } from "vitest";
import { type JsonObject, newMessage } from "../../../kernels/protocol/mod.ts";
import { type Output, OutputFold } from "../../../kernels/runner/mod.ts";

/** Folds messages of one cell. */
function fold(...messages: [string, JsonObject][]): Output[] {
  const one = new OutputFold();
  const outputs = one.begin(7);
  for (const [type, content] of messages) one.take(newMessage(type, content, "s"));
  return outputs;
}

const stdout = (text: string): [string, JsonObject] => ["stream", { name: "stdout", text }];
const stderr = (text: string): [string, JsonObject] => ["stream", { name: "stderr", text }];
function display(data: JsonObject, display_id?: string, type = "display_data"): [string, JsonObject] {
  return [type, { data, metadata: {}, transient: display_id === undefined ? {} : { display_id } }];
}

describe("OutputFold", () => {
  test("OutputFold joins neighbouring texts of one stream, wherever lines break", () => {
    expect(fold(stdout("a"), stdout("b\n"), stdout("\n"), stdout("c\nd"), stderr("e"), stdout("f"))).toEqual([
      { output_type: "stream", name: "stdout", text: ["ab\n", "\n", "c\n", "d"] },
      { output_type: "stream", name: "stderr", text: ["e"] },
      { output_type: "stream", name: "stdout", text: ["f"] },
    ]);
  });

  test("OutputFold does not join texts across a display", () => {
    const types = fold(stdout("a"), display({ "text/plain": "x" }), stdout("b")).map((output) => output.output_type);
    expect(types).toEqual(["stream", "display_data", "stream"]);
  });

  test("OutputFold stores types in order, texts line by line, JSON and base64 as they are, nothing transient", () => {
    const data = {
      "text/plain": "a\nb",
      "image/png": "iVBORw0KGgo=\n",
      "image/svg+xml": "<svg>\n</svg>",
      "application/json": { z: 1, a: ["x\ny"] },
      "application/vnd.plotly.v1+json": "a\nb",
    };
    const [output] = fold(["display_data", { data, metadata: { m: 1 }, transient: { display_id: "d" } }]);
    expect(output).toEqual({
      output_type: "display_data",
      data: {
        "application/json": { z: 1, a: ["x\ny"] },
        "application/vnd.plotly.v1+json": "a\nb",
        "image/png": "iVBORw0KGgo=\n",
        "image/svg+xml": ["<svg>\n", "</svg>"],
        "text/plain": ["a\n", "b"],
      },
      metadata: { m: 1 },
    });
    expect(Object.keys((output as { data: JsonObject }).data)).toEqual(Object.keys(data).sort());
  });

  test("OutputFold stores text where a notebook can hold nothing else", () => {
    const data = { "text/plain": 5, "image/png": { 0: 137 }, "text/html": ["<b>", 1], "application/json": 5 };
    const [output] = fold(["display_data", { data, metadata: null }]);
    const stored = {
      "text/plain": "5",
      "image/png": '{"0":137}',
      "text/html": '["<b>",1]',
      "application/json": 5,
    };
    expect(output).toEqual({ output_type: "display_data", data: stored, metadata: {} });
    expect(fold(["display_data", { data: "none", metadata: [] }])).toEqual([
      { output_type: "display_data", data: {}, metadata: {} },
    ]);
  });

  test("OutputFold numbers a result by the notebook's own count", () => {
    const [output] = fold(["execute_result", { execution_count: 99, data: { "text/plain": "1" }, metadata: {} }]);
    expect(output).toMatchObject({ output_type: "execute_result", execution_count: 7 });
  });

  test("OutputFold updates every display of an identifier, in earlier cells too, and ignores unknown ones", () => {
    const one = new OutputFold();
    const take = ([type, content]: [string, JsonObject]): void => one.take(newMessage(type, content, "s"));
    const first = one.begin(1);
    take(display({ "text/plain": "0 %" }, "bar"));
    const second = one.begin(2);
    take(display({ "text/plain": "0 %" }, "bar"));
    take(display({ "text/plain": "100 %" }, "bar", "update_display_data"));
    take(display({ "text/plain": "never" }, "unknown", "update_display_data"));
    const wanted = [{ output_type: "display_data", data: { "text/plain": ["100 %"] }, metadata: {} }];
    expect([first, second]).toEqual([wanted, wanted]);
  });

  test("OutputFold clears at once, or with wait before the next output", () => {
    expect(fold(stdout("a"), ["clear_output", { wait: false }])).toEqual([]);
    expect(fold(stdout("a"), ["clear_output", { wait: true }])).toHaveLength(1);
    const text = [{ output_type: "stream", name: "stdout", text: ["b"] }];
    expect(fold(stdout("a"), ["clear_output", { wait: true }], stdout("b"))).toEqual(text);
    expect(fold(stdout("a"), ["clear_output", { wait: false }], stdout("b"))).toEqual(text);
    // Control: without clear_output the text stays.
    expect(fold(stdout("a"), stdout("b"))).toEqual([{ output_type: "stream", name: "stdout", text: ["ab"] }]);
  });

  test("OutputFold keeps errors and ignores the protocol's own messages", () => {
    const error = { ename: "TypeError", evalue: "boo", traceback: ["TypeError: boo"] };
    expect(fold(["status", { execution_state: "idle" }], ["error", error])).toEqual([{
      output_type: "error",
      ...error,
    }]);
  });

  test("OutputFold takes 100,000 short texts without a line end", () => {
    const [output] = fold(...Array.from({ length: 100_000 }, () => stdout(".")));
    expect(output).toMatchObject({ text: [".".repeat(100_000)] });
  });
});
