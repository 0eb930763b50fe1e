// A reporter of vitest that writes everything that has failed to the file named in THERMOLAB_FAILURES: tests, and also
// hooks, files and errors outside of tests, which vitest's JSON report leaves out.
import { writeFileSync } from "node:fs";
import process from "node:process";
import type { Reporter, SerializedError, TestModule } from "vitest/node";
import type { Failure } from "./failures.ts";

type Told = readonly { readonly message: string; readonly stack?: string }[];

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

/** The trace has the message in it, unless the thrown thing was made without one. */
function text({ message, stack }: Told[number]): string {
  return stack === undefined || !stack.includes(message) ? `${message}\n${stack ?? ""}` : stack;
}
