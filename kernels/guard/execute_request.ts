import type { Json, JsonObject } from "../protocol/mod.ts";

/** What a client asks to be executed (Jupyter messaging protocol 5.3, "Execute"). */
export interface ExecuteRequest {
  readonly code: string;
  /** Runs the code without output, result or count. */
  readonly silent: boolean;
  /** Whether the execution counts; never with `silent`. */
  readonly storeHistory: boolean;
  /** Whether `prompt()` and `confirm()` may ask; they answer as if cancelled otherwise. */
  readonly allowStdin: boolean;
  /** Whether a failure aborts what is queued behind; the queue's owner honours it. */
  readonly stopOnError: boolean;
  /** Expressions to evaluate once the code has run to its end, by name. */
  readonly userExpressions?: Readonly<Record<string, string>>;
}

/** One output of a cell: an iopub message without header and parent, which its publisher gives it. */
export interface KernelOutput {
  /** The message type, such as `stream`, `display_data` or `error`. */
  readonly type: string;
  readonly content: JsonObject;
  readonly metadata: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** Who takes a cell's outputs and answers its questions. */
export interface ExecuteHandlers {
  /** Receives every output in order; what comes late also after the reply, until the next execution begins. */
  onOutput(output: KernelOutput): void;
  /** Answers `prompt()` and `confirm()`. */
  onInput(prompt: string, password: boolean): Promise<string>;
}

/** The content of an `execute_reply`. */
export type ExecuteReply =
  | { status: "ok"; execution_count: number; payload: Json[]; user_expressions: JsonObject }
  | { status: "error"; execution_count: number; ename: string; evalue: string; traceback: string[] };
