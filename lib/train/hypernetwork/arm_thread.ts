import { Worker } from "node:worker_threads";
import { ThermolabError } from "../../errors.ts";
import type { ArmAnswer, ArmRequest } from "./arm_messages.ts";
import type { ArmStation } from "./arm_station.ts";
import { TrainingError } from "./training_error.ts";

/** Whether threads can run the library's modules as they are: Node 20 does not know TypeScript, and a bundle has no modules. */
export const ARM_THREADS_AVAILABLE: boolean = "Deno" in globalThis && import.meta.url.startsWith("file:") &&
  import.meta.url.endsWith(".ts");

/** A thread of its own, to be closed. */
export function threadArmStation(): ArmStation {
  const worker = new Worker(new URL("arm_worker.ts", import.meta.url));
  let hear: (answer: ArmAnswer) => void = () => {}, end: (reason: string) => void = () => {};
  worker.on("message", (answer: ArmAnswer) => hear(answer));
  worker.on("error", (error) => end(error instanceof Error ? error.message : String(error)));
  worker.on("exit", () => end("it has ended"));
  const send = (request: ArmRequest): void => worker.postMessage(request);
  return {
    train: (arm, { onProgress, signal, ...options }) =>
      new Promise((resolve, reject) => {
        const stop = (): void => send("stop");
        const settle = (act: () => void): void => {
          signal?.removeEventListener("abort", stop);
          hear = end = () => {};
          act();
        };
        // What `onProgress` throws ends the run.
        let watched: Promise<void> = Promise.resolve();
        end = (reason) =>
          settle(() => reject(new ThermolabError(`Cannot go on training on a thread: ${reason}; use one thread`)));
        hear = (answer) => {
          if ("progress" in answer) {
            watched = watched.then(() => onProgress?.(answer.progress));
            watched.catch(stop);
          } else settle(() => watched.then(() => resolve(resultOf(answer, signal))).catch(reject));
        };
        signal?.addEventListener("abort", stop);
        send({ arm, options });
        if (signal?.aborted) stop();
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}

function resultOf(answer: Exclude<ArmAnswer, { progress: unknown }>, signal: AbortSignal | undefined) {
  if ("training" in answer) return answer.training;
  if ("stopped" in answer) throw signal?.reason;
  const { message, step, quantity } = answer.failure;
  throw step === null || quantity === null ? new ThermolabError(message) : new TrainingError(message, step, quantity);
}
