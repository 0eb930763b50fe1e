import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { codeDigest } from "../../../kernels/lab/code_digest.ts";
import { file, folder } from "./cli.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("codeDigest()", () => {
  test("covers mod.ts and the library's code, sorted, and nothing else", () => {
    const root = folder();
    file(root, "mod.ts", "m");
    file(root, "lib/b/b.ts", "b");
    file(root, "lib/a/kernel.wasm", "w");
    const expected = `sha256:${
      sha256(`${sha256("w")} lib/a/kernel.wasm\n${sha256("b")} lib/b/b.ts\n${sha256("m")} mod.ts\n`)
    }`;
    expect(codeDigest(root)).toBe(expected);
    file(root, "lib/a/notes.md", "notes");
    file(root, "kernels/lab/main.ts", "l");
    expect(codeDigest(root)).toBe(expected);
    file(root, "lib/b/b.ts", "B");
    expect(codeDigest(root)).not.toBe(expected);
  });
});
