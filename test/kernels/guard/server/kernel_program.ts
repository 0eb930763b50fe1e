import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  type ConnectionInfo,
  connectKernel,
  type JsonObject,
  type JupyterMessage,
  type KernelClient,
  type KernelClientOptions,
  newConnectionInfo,
} from "../../../../kernels/protocol/mod.ts";
import { DENO } from "../deno_path.ts";

const SERVER = fileURLToPath(new URL("../../../../kernels/guard/server/main.ts", import.meta.url));

/** How the two kernels are started: the guard, and the plain one as the control. */
export const COMMANDS = {
  guard: ["run", "-A", "--quiet", SERVER, "--connection-file"],
  plain: ["jupyter", "--kernel", "--conn"],
};

/** A kernel's process with its connection. */
export interface Program {
  readonly info: ConnectionInfo;
  readonly process: ChildProcess;
  readonly folder: string;
  /** Settles with the exit code, or the signal. */
  readonly ended: Promise<number | string | null>;
  readonly standardError: string;
  /** Sends a signal, as another program would: under Deno, `ChildProcess.kill` takes it for the process's end. */
  signal(name: NodeJS.Signals): void;
  /** Ends what is left of it. */
  remove(): Promise<void>;
}

interface ProgramOptions {
  readonly info?: ConnectionInfo;
  readonly environment?: Record<string, string>;
  readonly cwd?: string;
}

/** Starts a kernel as a Jupyter client does: with a connection file. Where its ports are not given, it has bound them. */
export async function startProgram(
  kind: keyof typeof COMMANDS = "guard",
  options: ProgramOptions = {},
): Promise<Program> {
  if (options.info !== undefined) return startWith(kind, options.info, options);
  for (;;) {
    const program = startWith(kind, await newConnectionInfo(), options);
    if (await listens(program)) return program;
    // Another program has taken a port between its choice and the kernel's start.
    if (!/in ?use/i.test(program.standardError)) throw new Error(`The kernel ended early: ${program.standardError}`);
    await program.remove();
  }
}

/** Waits until a kernel takes connections, or has ended. */
async function listens({ info, process, ended }: Program): Promise<boolean> {
  while (process.exitCode === null && process.signalCode === null) {
    const socket = connect(info.shell_port, info.ip);
    const connected = await new Promise<boolean>((done) => {
      socket.once("connect", () => done(true)).once("error", () => done(false));
    });
    socket.destroy();
    if (connected) return true;
    await sleep(10);
  }
  await ended;
  return false;
}

function startWith(kind: keyof typeof COMMANDS, info: ConnectionInfo, options: ProgramOptions): Program {
  const folder = mkdtempSync(join(tmpdir(), "thermolab-server-"));
  const file = join(folder, "connection.json");
  writeFileSync(file, JSON.stringify(info), { mode: 0o600 });
  const { JPY_PARENT_PID: _parent, ...environment } = process.env;
  const child = spawn(DENO!, [...COMMANDS[kind], file], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...environment, NO_COLOR: "1", ...options.environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let standardError = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => standardError += text);
  const ended = new Promise<number | string | null>((done) =>
    child.once("close", (code, signal) => done(code ?? signal))
  );
  return {
    info,
    process: child,
    folder,
    ended,
    get standardError() {
      return standardError;
    },
    signal: (name) => void process.kill(child.pid!, name),
    async remove() {
      if (child.exitCode === null && child.signalCode === null) process.kill(child.pid!, "SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a request brought: its reply, and what was published under it up to `idle`, in order. */
export interface Served {
  readonly id: string;
  readonly reply: JupyterMessage;
  readonly published: readonly JupyterMessage[];
}

/** A client as strict as Jupyter's own: what comes after `idle` is not seen. */
export interface StrictClient {
  readonly client: KernelClient;
  /** Everything on iopub, in order. */
  readonly broadcasts: readonly JupyterMessage[];
  serve(type: string, content?: JsonObject, channel?: "shell" | "control"): Promise<Served>;
  execute(code: string, more?: JsonObject): Promise<Served>;
}

/** Connects to a program, waiting for its sockets, and until the subscription to iopub has taken effect. */
export async function connectStrictly(
  { info }: Program,
  options: Pick<KernelClientOptions, "onInput"> = {},
): Promise<StrictClient> {
  const broadcasts: JupyterMessage[] = [];
  const idle = new Map<string, () => void>(), idled = new Map<string, number>();
  const onBroadcast = (message: JupyterMessage): void => {
    broadcasts.push(message);
    const parent = message.parent?.msg_id ?? "";
    if (message.content["execution_state"] !== "idle") return;
    idled.set(parent, broadcasts.length);
    idle.get(parent)?.();
  };
  let client: KernelClient;
  for (;;) {
    try {
      client = await connectKernel(info, { ...options, onBroadcast });
      break;
    } catch {
      await sleep(10);
    }
  }
  while (broadcasts.length === 0) {
    await client.request("shell", "kernel_info_request", {}).reply;
    await sleep(10);
  }
  const serve: StrictClient["serve"] = async (type, content = {}, channel = "shell") => {
    const { id, reply } = client.request(channel, type, content);
    const over = new Promise<void>((done) => idled.has(id) ? done() : idle.set(id, done));
    const [answer] = await Promise.all([reply, over]);
    const published = broadcasts.slice(0, idled.get(id)).filter(({ parent }) => parent?.msg_id === id);
    return { id, reply: answer, published };
  };
  return {
    client,
    broadcasts,
    serve,
    execute: (code, more = {}) => serve("execute_request", { code, ...more }),
  };
}

/** Message types and what they show, in short. */
export function shown({ published }: Pick<Served, "published">): string[] {
  return published.map(({ header, content }) => {
    const data = content["data"] as JsonObject | undefined;
    const text = content["execution_state"] ?? content["text"] ?? content["evalue"] ?? data?.["text/plain"] ??
      content["code"] ?? "";
    return `${header.msg_type}: ${String(text).trimEnd()}`;
  });
}
