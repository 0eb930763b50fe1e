import process from "node:process";

/** How to run a TypeScript file in Deno; `null` when no Deno is known. */
export function denoCommand():
  | { command: string; args: string[]; environment: Record<string, string | undefined> }
  | null {
  const deno = process.env["THERMOLAB_DENO"] ?? ("Deno" in globalThis ? process.execPath : undefined);
  if (deno === undefined) return null;
  return { command: deno, args: ["run", "-A", "--no-check"], environment: { ...process.env, NO_COLOR: "1" } };
}
