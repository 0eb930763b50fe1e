import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  denoKernelSpec,
  installKernelSpec,
  jupyterDataFolder,
  kernelsFolder,
  listKernelSpecs,
  uninstallKernelSpec,
} from "../../../kernels/specs/mod.ts";

let folder = "";
beforeEach(() => folder = mkdtempSync(join(tmpdir(), "thermolab-specs-")));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function foreign(name = "deno"): string {
  mkdirSync(join(folder, name));
  const path = join(folder, name, "kernel.json");
  writeFileSync(path, '{"argv":["/nowhere/deno","jupyter"],"metadata":null}');
  return path;
}

// https://docs.jupyter.org/en/latest/use/jupyter-directories.html
describe("jupyterDataFolder()", () => {
  const of = (platform: string, environment: Record<string, string>) =>
    jupyterDataFolder({ platform, environment, home: platform === "win32" ? "C:\\Users\\ada" : "/users/ada" });

  test.each([
    ["linux", {}, "/users/ada/.local/share/jupyter"],
    ["linux", { XDG_DATA_HOME: "/xdg" }, "/xdg/jupyter"],
    ["linux", { XDG_DATA_HOME: "/xdg", JUPYTER_DATA_DIR: "/own" }, "/own"],
    ["linux", { XDG_DATA_HOME: "" }, "/users/ada/.local/share/jupyter"],
    ["darwin", { XDG_DATA_HOME: "/xdg" }, "/users/ada/Library/Jupyter"],
    ["win32", { APPDATA: "D:\\Roaming" }, "D:\\Roaming\\jupyter"],
  ])("gives Jupyter's place on %s with %j", (platform, environment, expected) => {
    expect(of(platform, environment as Record<string, string>)).toBe(expected);
  });

  test("a prefix decides before all else", () => {
    const surroundings = { platform: "linux", environment: { JUPYTER_DATA_DIR: "/own" }, home: "/users/ada" };
    expect(kernelsFolder("/venv", surroundings)).toBe("/venv/share/jupyter/kernels");
    expect(kernelsFolder(null, surroundings)).toBe("/own/kernels");
  });
});

describe("installKernelSpec()", () => {
  test("writes a kernelspec that interrupts by message, and no other file", () => {
    const deep = join(folder, "not", "there");
    const { path, replaced } = installKernelSpec(deep, denoKernelSpec("/opt/deno"), false);
    expect(replaced).toBe("nothing");
    expect(readdirSync(join(deep, "deno"))).toEqual(["kernel.json"]);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      argv: ["/opt/deno", "jupyter", "--kernel", "--conn", "{connection_file}"],
      display_name: "Deno",
      language: "typescript",
      interrupt_mode: "message",
      env: { NO_COLOR: "1", DENO_TLS_CA_STORE: "system" },
    });
  });

  test("keeps a foreign kernelspec, also one that cannot be read, unless forced", () => {
    const path = foreign();
    for (const content of ['{"argv":[]}', "{", ""]) {
      writeFileSync(path, content);
      expect(() => installKernelSpec(folder, denoKernelSpec("/opt/deno"), false)).toThrow("--force");
      expect(readFileSync(path, "utf8")).toBe(content);
    }
    expect(installKernelSpec(folder, denoKernelSpec("/opt/deno"), true).replaced).toBe("foreign");
    expect(installKernelSpec(folder, denoKernelSpec("/opt/new"), false).replaced).toBe("ours");
  });

  test("names a file that stands where a folder is needed", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() => installKernelSpec(join(folder, "file", "kernels"), denoKernelSpec("/opt/deno"), false)).toThrow(
      `"${join(folder, "file")}": it is not a folder`,
    );
  });
});

describe("uninstallKernelSpec()", () => {
  test("removes our own, and leaves what others put beside it", () => {
    installKernelSpec(folder, denoKernelSpec("/opt/deno"), false);
    writeFileSync(join(folder, "deno", "logo-32x32.png"), "");
    uninstallKernelSpec(folder, false);
    expect(readdirSync(join(folder, "deno"))).toEqual(["logo-32x32.png"]);
    expect(() => uninstallKernelSpec(folder, false)).toThrow("there is none");
  });

  test("removes a foreign one only when forced, and no other kernelspec ever", () => {
    foreign();
    foreign("other");
    expect(() => uninstallKernelSpec(folder, false)).toThrow("--force");
    uninstallKernelSpec(folder, true);
    expect(existsSync(join(folder, "deno"))).toBe(false);
    expect(existsSync(join(folder, "other", "kernel.json"))).toBe(true);
  });
});

describe("listKernelSpecs()", () => {
  test("tells whose a kernelspec is and whether its program is there", () => {
    writeFileSync(join(folder, "program"), "");
    installKernelSpec(folder, denoKernelSpec(join(folder, "program")), false);
    foreign("other");
    foreign("broken");
    writeFileSync(join(folder, "broken", "kernel.json"), "{");
    mkdirSync(join(folder, "empty"));
    const found = listKernelSpecs(folder).map(({ name, ours, program, present }) => [name, ours, program, present]);
    expect(found).toEqual([
      ["broken", false, null, null],
      ["deno", true, join(folder, "program"), true],
      ["other", false, "/nowhere/deno", false],
    ]);
  });
});
