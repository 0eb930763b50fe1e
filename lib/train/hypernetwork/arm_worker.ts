// The program of a thread that trains one run after the other, as its messages tell it.
import { parentPort } from "node:worker_threads";
import type { ArmAnswer, ArmRequest } from "./arm_messages.ts";
import { trainHypernetwork } from "./train_hypernetwork.ts";
import { TrainingError } from "./training_error.ts";

const answer = (message: ArmAnswer): void => parentPort!.postMessage(message);
let controller = new AbortController();

async function train({ arm, options }: Exclude<ArmRequest, "stop">): Promise<void> {
  const { signal } = controller = new AbortController();
  try {
    const onProgress = (progress: Extract<ArmAnswer, { progress: unknown }>["progress"]) => answer({ progress });
    answer({ training: await trainHypernetwork(arm, { ...options, onProgress, signal }) });
  } catch (error) {
    if (signal.aborted && error === signal.reason) return answer({ stopped: true });
    const { step, quantity } = error instanceof TrainingError ? error : { step: null, quantity: null };
    answer({ failure: { message: error instanceof Error ? error.message : String(error), step, quantity } });
  }
}

parentPort?.on("message", (request: ArmRequest) => {
  if (request === "stop") controller.abort();
  else void train(request);
});
