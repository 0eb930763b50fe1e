import type { ExecuteOptions, Execution } from "../../../kernels/guard/mod.ts";
import { type JsonObject, newMessage } from "../../../kernels/protocol/mod.ts";
import type { RunKernel } from "../../../kernels/runner/mod.ts";

/** What a cell does: it emits messages, and may give parts of the kernel's reply. */
export type FakeCell = (emit: (type: string, content: JsonObject) => void, count: number) => Partial<Execution> | void;

/** A kernel without a process that does for each cell what is said here, in turn. */
export function fakeKernel(...cells: FakeCell[]): { start: () => Promise<RunKernel>; readonly ended: string[] } {
  const ended: string[] = [];
  let count = 0;
  const kernel: RunKernel = {
    info: { implementation_version: "0", language_info: { name: "typescript" } },
    pid: 0,
    execute(_code: string, options: ExecuteOptions): Promise<Execution> {
      const cell = cells[count++]!;
      const emit = (type: string, content: JsonObject): void => options.onOutput(newMessage(type, content, "s"));
      const reply = { status: "ok", execution_count: count };
      return Promise.resolve({ reply, error: null, findings: [], ...cell(emit, count) ?? {} });
    },
    settle: () => Promise.resolve({ findings: [], pending: null }),
    shutdown: () => Promise.resolve(void ended.push("shutdown")),
    kill: () => Promise.resolve(void ended.push("kill")),
  };
  return { start: () => Promise.resolve(kernel), ended };
}
