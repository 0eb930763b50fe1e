// A reporter of vitest that writes everything that has failed to the file named in THERMOLAB_FAILURES: tests, and also
// hooks, files and errors outside of tests, which vitest's JSON report leaves out.
import { writeFileSync } from "node:fs";
import process from "node:process";
import type { Reporter, SerializedError, TestModule } from "vitest/node";
import type { Failure } from "./failures.ts";

type Told = readonly { readonly message: string; readonly stack?: string; readonly diff?: string }[];

export default class FailureReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const failures: Failure[] = [];
    const add = (file: string, name: string, errors: Told): void => {
      const [first] = errors;
      if (first !== undefined) failures.push({ file, name, message: text(first) });
    };
    for (const module of modules) {
      const file = module.relativeModuleId;
      add(file, "", module.errors());
      for (const group of module.children.allSuites()) add(file, group.fullName, group.errors());
      for (const test of module.children.allTests("failed")) add(file, test.fullName, test.result().errors ?? []);
    }
    for (const error of unhandled) add("", "an error outside of all tests", [error]);
    writeFileSync(process.env["THERMOLAB_FAILURES"]!, JSON.stringify(failures));
  }
}

/** The message, what was expected beside what came, and the trace, which may begin with the message. */
function text({ message, stack = "", diff = "" }: Told[number]): string {
  const at = stack.indexOf(message), head = at < 0 ? message : stack.slice(0, at + message.length);
  const trace = at < 0 ? stack : stack.slice(at + message.length);
  return [head, diff, trace.replace(/^\n/, "")].filter((part) => part !== "").join("\n");
}
