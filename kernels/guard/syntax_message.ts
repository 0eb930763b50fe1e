import { spawn } from "node:child_process";
import process from "node:process";

const LIMIT_MS = 10_000;

/**
 * What the parser says about a cell that does not parse. Deno's kernel answers only "Execution failed" there, so the
 * formatter, which parses without running anything, is asked instead.
 *
 * @param deno Path of the Deno executable.
 * @param code The cell's source.
 * @returns The parser's message with the place marked, or `null` when the formatter accepts the code.
 */
export function syntaxMessage(deno: string, code: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(deno, ["fmt", "--no-config", "--ext", "tsx", "-"], {
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["pipe", "ignore", "pipe"],
      timeout: LIMIT_MS,
    });
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => text += chunk);
    child.stdin.on("error", () => {});
    child.on("error", () => resolve(null));
    child.on("close", (status) => resolve(status === 0 ? null : parserMessage(text)));
    child.stdin.end(code);
  });
}

function parserMessage(text: string): string | null {
  const start = text.indexOf("SyntaxError: ");
  if (start < 0) return null;
  return text.slice(start + "SyntaxError: ".length)
    .replace(/\n\s*Stack backtrace:[\s\S]*$/, "")
    .replace(/at file:\/\/\S*?:(\d+):(\d+)/, "at line $1, column $2")
    .trimEnd();
}
