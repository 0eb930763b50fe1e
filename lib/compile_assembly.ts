import { Buffer } from "node:buffer";
import { readdirSync, readFileSync } from "node:fs";
import asc from "assemblyscript/asc";
import { ThermolabError } from "./errors.ts";

/** The sources of an AssemblyScript module by file name. */
export type AssemblySources = ReadonlyMap<string, string>;

/** All sources in a folder. */
export function readAssembly(folder: string): AssemblySources {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  return new Map(names.map((name) => [name, readFileSync(`${folder}/${name}`, "utf8")]));
}

/** Compiles an AssemblyScript module in memory, without run time, by the settings that the committed binaries have. */
export async function compileAssembly(
  sources: AssemblySources,
  entry: string,
  features: readonly string[] = ["simd"],
): Promise<Uint8Array> {
  let binary: Uint8Array | null = null;
  const settings = "-O3 --noAssert --runtime stub --initialMemory 1".split(" ");
  const enabled = features.flatMap((feature) => ["--enable", feature]);
  const { error, stderr } = await asc.main([entry, "--outFile", "module.wasm", ...settings, ...enabled], {
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === "module.wasm") binary = contents as unknown as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === null) {
    throw new ThermolabError(`Cannot compile the WASM module ${entry}: ${error} ${stderr}`);
  }
  return binary;
}

/** The declaration of a constant that holds a binary in base64. */
export function binaryConstant(name: string, comment: string, binary: Uint8Array): string {
  const lines = Buffer.from(binary).toString("base64").match(/.{1,100}/g)!.map((line) => `  "${line}",`);
  return `/** ${comment} */
export const ${name}: string = [
${lines.join("\n")}
].join("");
`;
}
