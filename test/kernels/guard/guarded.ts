import { setTimeout as sleep } from "node:timers/promises";
import { GuardedKernel, type KernelOptions, type KernelOutput } from "../../../kernels/guard/mod.ts";
import type { ExecuteReply, ExecuteRequest } from "../../../kernels/guard/mod.ts";
import { DENO } from "./deno_path.ts";

/** What a cell has shown and how it was answered. */
export interface Shown {
  readonly reply: ExecuteReply;
  readonly outputs: readonly KernelOutput[];
}

/** A guarded kernel and what it has shown, for tests. */
export interface Bench {
  readonly kernel: GuardedKernel;
  readonly losses: string[];
  run(code: string, more?: Partial<ExecuteRequest>, answer?: (prompt: string) => Promise<string>): Promise<Shown>;
  /** Runs a cell and interrupts it once it has printed something. */
  interrupt(code: string): Promise<Shown>;
}

const kernels: GuardedKernel[] = [];

/** Starts a kernel that {@linkcode shutDownAll} ends. */
export async function bench(options: Partial<KernelOptions> = {}): Promise<Bench> {
  const kernel = await GuardedKernel.start({ deno: DENO!, cwd: ".", ...options });
  kernels.push(kernel);
  const losses: string[] = [];
  kernel.onStateLost((reason) => losses.push(reason));
  const ask = { silent: false, storeHistory: true, allowStdin: false, stopOnError: true };
  return {
    kernel,
    losses,
    async interrupt(code) {
      const outputs: KernelOutput[] = [];
      let begin = (): void => {};
      const begun = new Promise<void>((done) => begin = done);
      const running = kernel.execute({ ...ask, code: `console.log("begun");\n${code}` }, {
        onOutput: (output) => (outputs.push(output), begin()),
        onInput: () => Promise.resolve(""),
      });
      await begun;
      // What the cell does after it has printed.
      await sleep(100);
      await kernel.interrupt();
      return { reply: await running, outputs };
    },
    async run(code, more = {}, answer = () => Promise.resolve("")) {
      const outputs: KernelOutput[] = [];
      const request = { ...ask, code, ...more };
      const reply = await kernel.execute(request, { onOutput: (output) => outputs.push(output), onInput: answer });
      return { reply, outputs };
    },
  };
}

/** Ends every kernel that a test has started. */
export async function shutDownAll(): Promise<void> {
  await Promise.all(kernels.map((kernel) => kernel.shutdown()));
}

/** The texts of a cell's outputs: of streams, of displays and results, of errors. */
export function textsOf(outputs: readonly KernelOutput[]): string[] {
  return outputs.map(({ type, content }) =>
    type === "stream"
      ? String(content["text"])
      : type === "error"
      ? `${content["ename"]}: ${content["evalue"]}`
      : String((content["data"] as Record<string, unknown>)["text/plain"])
  );
}
