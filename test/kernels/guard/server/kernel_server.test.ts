import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KernelServer } from "../../../../kernels/guard/server/kernel_server.ts";
import {
  connectDealer,
  connectKernel,
  decodeMessage,
  encodeMessage,
  type JsonObject,
  type JupyterMessage,
  type KernelClient,
  newConnectionInfo,
  newMessage,
} from "../../../../kernels/protocol/mod.ts";
import { DENO } from "../deno_path.ts";
import { connectStrictly, type Program, shown, startProgram, type StrictClient } from "./kernel_program.ts";
import { eventually } from "../../eventually.ts";

describe.skipIf(DENO === null)("KernelServer", () => {
  let program: Program, one: StrictClient;
  beforeAll(async () => {
    program = await startProgram();
    one = await connectStrictly(program);
  });
  afterAll(async () => {
    one.client.close();
    await program.remove();
  });
  const value = async (code: string): Promise<string> => shown(await one.execute(code)).slice(2, -1).join("|");

  test("says what it is", async () => {
    const { reply, published } = await one.serve("kernel_info_request");
    expect(reply.content).toMatchObject({
      status: "ok",
      protocol_version: "5.3",
      implementation: "thermolab",
      debugger: false,
      language_info: { name: "typescript", file_extension: ".ts", codemirror_mode: "typescript" },
    });
    expect(shown({ published })).toEqual(["status: busy", "status: idle"]);
    expect((await one.serve("comm_info_request")).reply.content).toEqual({ status: "ok", comms: {} });
  });

  test("publishes a cell's outputs between its busy and its idle, in order", async () => {
    const code =
      'console.log("a"); await Deno.jupyter.display({ "text/plain": "b" }, { raw: true }); console.error("c"); 4';
    const served = await one.execute(code);
    expect(shown(served)).toEqual([
      "status: busy",
      `execute_input: ${code}`,
      "stream: a",
      "display_data: b",
      "stream: c",
      "execute_result: 4",
      "status: idle",
    ]);
    expect(served.reply.content).toMatchObject({ status: "ok", user_expressions: {} });
    const count = served.reply.content["execution_count"];
    for (const at of [1, 5]) expect(served.published[at]!.content["execution_count"]).toBe(count);
    expect(Date.parse(String(served.reply.metadata["started"]))).toBeLessThanOrEqual(Date.now());
  });

  test("serves requests in their order and loses nothing when all come at once", async () => {
    const numbers = Array.from({ length: 60 }, (_, i) => i);
    const served = await Promise.all(
      numbers.map((i) =>
        one.execute(
          `console.log("log ${i}"); await Deno.jupyter.display({ "text/plain": "display ${i}" }, { raw: true }); ${i}`,
        )
      ),
    );
    for (const i of numbers) {
      expect(shown(served[i]!).slice(2)).toEqual([
        `stream: log ${i}`,
        `display_data: display ${i}`,
        `execute_result: ${i}`,
        "status: idle",
      ]);
    }
    const counts = served.map(({ reply }) => Number(reply.content["execution_count"]));
    expect(counts.map((count) => count - counts[0]!)).toEqual(numbers);
  });

  test("silent execution shows and counts nothing", async () => {
    const before = (await one.execute("0")).reply.content["execution_count"];
    const served = await one.execute('console.log("unheard"); 1', { silent: true });
    expect(shown(served)).toEqual(["status: busy", "status: idle"]);
    expect(served.reply.content).toMatchObject({ status: "ok", execution_count: before });
    expect((await one.execute("0", { store_history: false })).reply.content["execution_count"]).toBe(before);
  });

  test("stop_on_error aborts the executions that wait, and nothing else", async () => {
    const [failed, aborted, info] = await Promise.all([
      one.execute("throw new RangeError('too far')"),
      one.execute("console.log('not to be seen')"),
      one.serve("kernel_info_request"),
    ]);
    expect(failed.reply.content).toMatchObject({ status: "error", ename: "RangeError", evalue: "too far" });
    expect(shown(failed).slice(2)).toEqual(["error: too far", "status: idle"]);
    expect(aborted.reply.content).toEqual({ status: "aborted" });
    expect(shown(aborted)).toEqual(["status: busy", "status: idle"]);
    expect(info.reply.content["status"]).toBe("ok");
    expect(await value("'after the error'")).toContain("after the error");

    const [, goesOn] = await Promise.all([one.execute("throw 1", { stop_on_error: false }), one.execute("2")]);
    expect(goesOn.reply.content["status"]).toBe("ok");
  });

  test("answers on control while a cell runs, and interrupts it", async () => {
    await one.execute("const kept = 'kept'");
    const running = one.execute("await new Promise(() => {})");
    const info = await one.serve("kernel_info_request", {}, "control");
    expect(info.reply.content["implementation"]).toBe("thermolab");
    const interrupted = await one.serve("interrupt_request", {}, "control");
    expect(interrupted.reply.content).toEqual({ status: "ok" });
    expect((await running).reply.content).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
    expect(shown(await running).filter((line) => line.startsWith("error"))).toHaveLength(1);
    expect(await value("kept")).toContain("kept");
  });

  test("refuses what it does not know, and a request without code", async () => {
    const { reply } = await one.serve("debug_request", { command: "initialize" }, "control");
    expect(reply.header.msg_type).toBe("debug_reply");
    expect(reply.content).toMatchObject({ status: "error", ename: "RequestError" });
    expect((await one.serve("execute_request", {})).reply.content["evalue"]).toContain("without code");
    one.client.request("shell", "comm_open", { comm_id: "an-id", target_name: "widgets", data: {} });
    await eventually(() => one.broadcasts.findLast(({ header }) => header.msg_type === "comm_close")?.content).toEqual(
      {
        comm_id: "an-id",
        data: {},
      },
    );
  });

  test("remembers what it has executed", async () => {
    await one.execute("const remembered = 1");
    await one.execute("remembered + 1");
    const ask = async (content: JsonObject) => (await one.serve("history_request", content)).reply.content["history"];
    const tail = await ask({ hist_access_type: "tail", n: 2, output: true }) as [number, number, unknown][];
    expect(tail.map(([, , entry]) => entry)).toEqual([["const remembered = 1", null], ["remembered + 1", "2"]]);
    const [session, line] = tail[0]!;
    expect(await ask({ hist_access_type: "range", session, start: line, stop: line + 1 })).toEqual([
      [session, line, "const remembered = 1"],
    ]);
    expect(await ask({ hist_access_type: "search", pattern: "rememb?red*", unique: true })).toHaveLength(1);
  });

  test("completes, documents and judges code", async () => {
    await one.execute("/** A temperature. */ const kelvin = { celsius: 21 };");
    // An answer that would take too long is an empty one; whoever asks again gets it.
    const asked = (type: string, content: JsonObject) =>
      eventually(async () => (await one.serve(type, content)).reply.content);
    await asked("complete_request", { code: "kelvin.cel", cursor_pos: 10 }).toMatchObject({
      status: "ok",
      matches: ["celsius"],
      cursor_start: 7,
      cursor_end: 10,
    });
    await asked("inspect_request", { code: "kelvin", cursor_pos: 3, detail_level: 0 }).toMatchObject({
      data: { "text/plain": expect.stringContaining("A temperature.") },
    });
    const judged = await one.serve("is_complete_request", { code: "function f() {" });
    expect(judged.reply.content["status"]).toBe("incomplete");
  });

  test("tells clients with one identity apart, and shows each what all do", async () => {
    const answers: unknown[][] = [[], []];
    const clients = await Promise.all(
      answers.map((list) =>
        connectDealer({ ip: program.info.ip, port: program.info.shell_port }, new TextEncoder().encode("the same"), {
          onMessage: (frames) => list.push(decodeMessage(frames, program.info.key).parent?.msg_id),
        })
      ),
    );
    const sent = clients.map((client) => {
      const message = newMessage("execute_request", { code: "'of a shared identity'" }, "a-session");
      client.send(encodeMessage(message, program.info.key));
      return message.header.msg_id;
    });
    await eventually(() => answers).toEqual(sent.map((id) => [id]));
    // Replies and outputs come on different sockets.
    await eventually(() =>
      one.broadcasts.filter(({ header, parent }) =>
        header.msg_type === "execute_result" && sent.includes(parent?.msg_id ?? "")
      )
    ).toHaveLength(2);
    for (const client of clients) client.close();
  });

  test("asks the client whose cell asks, also when another one has its identity", async () => {
    const asked: string[] = [];
    const clients = await Promise.all(["Ada", "Emmy"].map((name) =>
      connectStrictly(program, {
        onInput: ({ prompt }) => {
          asked.push(`${name}: ${prompt}`);
          return Promise.resolve(name);
        },
      })
    ));
    for (const [i, name] of ["Ada", "Emmy"].entries()) {
      const served = await clients[i]!.execute("prompt('Your name?')", { allow_stdin: true });
      expect(shown(served).at(-2)).toContain(name);
      expect(asked.at(-1)).toMatch(new RegExp(`^${name}: Your name\\?`));
    }
    const unanswered = await one.execute("String(prompt('Who?'))", { allow_stdin: true });
    expect(shown(unanswered).at(-2)).toMatch(/^execute_result: .?null/);
    for (const { client } of clients) client.close();
  });

  test("takes no message with a wrong signature, and none that is no message", async () => {
    const client = await connectDealer({ ip: program.info.ip, port: program.info.shell_port }, new Uint8Array(), {
      onMessage: () => {},
    });
    const forged = newMessage("execute_request", { code: "globalThis.forged = true" }, "s");
    client.send(encodeMessage(forged, "another key"));
    client.send([new TextEncoder().encode("no message")]);
    const heard = newMessage("execute_request", { code: "globalThis.heard = true" }, "s");
    client.send(encodeMessage(heard, program.info.key));
    await eventually(() =>
      one.broadcasts.some(({ parent, content }) =>
        parent?.msg_id === heard.header.msg_id && content["execution_state"] === "idle"
      )
    ).toBe(true);
    expect(await value("[globalThis.forged, globalThis.heard]")).toMatch(/undefined, true/);
    client.close();
  });

  test("outlives its kernel, says what it died of, and that the variables are gone", async () => {
    await one.execute("const gone = 1");
    const died = await one.execute("console.log('last words'); Deno.exit(3)");
    expect(died.reply.content).toMatchObject({ status: "error", evalue: expect.stringMatching(/exited with code 3/) });
    const lines = shown(died);
    expect(lines).toContain("stream: last words");
    expect(lines.filter((line) => line.startsWith("error"))).toHaveLength(1);
    expect(lines.filter((line) => /^stream: All variables are gone/.test(line))).toHaveLength(1);
    const { reply } = await one.execute("typeof gone");
    expect(reply.content).toMatchObject({ status: "ok", execution_count: 1 });
    const { history } = (await one.serve("history_request", { hist_access_type: "range", session: -1 })).reply.content;
    expect(JSON.stringify(history)).toContain("const gone = 1");
  });
});

describe.skipIf(DENO === null)("KernelServer, beside its client", () => {
  // In one process with the server, the client cannot fall behind it.
  test("stop_on_error aborts what was sent before the error's reply, although it comes later", async () => {
    const info = await newConnectionInfo();
    const server = await KernelServer.start({ info, deno: DENO!, cwd: "." });
    let late: Promise<JupyterMessage> | null = null, subscribed = false;
    const client: KernelClient = await connectKernel(info, {
      onBroadcast({ content }) {
        subscribed = true;
        if (content["evalue"] === "first") late = client.request("shell", "execute_request", { code: "'late'" }).reply;
      },
    });
    while (!subscribed) await client.request("shell", "kernel_info_request", {}).reply;
    const failed = await client.request("shell", "execute_request", { code: "throw new Error('first')" }).reply;
    expect(failed.content["status"]).toBe("error");
    expect((await late!).content["status"]).toBe("aborted");
    const next = await client.request("shell", "execute_request", { code: "'after the reply'" }).reply;
    expect(next.content["status"]).toBe("ok");
    client.close();
    await server.stop();
  });
});
