import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  findTslab,
  guardKernelSpec,
  installKernelSpec,
  jupyterDataFolder,
  kernelsFolder,
  listKernelSpecs,
  tslabKernelSpec,
  uninstallKernelSpec,
} from "../../../kernels/specs/mod.ts";

const SERVER = fileURLToPath(new URL("../../../kernels/guard/server/main.ts", import.meta.url));

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
    const { path, replaced } = installKernelSpec(deep, "deno", guardKernelSpec("/opt/deno"), false);
    expect(replaced).toBe("nothing");
    expect(readdirSync(join(deep, "deno"))).toEqual(["kernel.json"]);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      argv: ["/opt/deno", "run", "-A", "--quiet", SERVER, "--connection-file", "{connection_file}"],
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
      expect(() => installKernelSpec(folder, "deno", guardKernelSpec("/opt/deno"), false)).toThrow("--force");
      expect(readFileSync(path, "utf8")).toBe(content);
    }
    expect(installKernelSpec(folder, "deno", guardKernelSpec("/opt/deno"), true).replaced).toBe("foreign");
    expect(installKernelSpec(folder, "deno", guardKernelSpec("/opt/new"), false).replaced).toBe("ours");
  });

  test("names a file that stands where a folder is needed", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() => installKernelSpec(join(folder, "file", "kernels"), "deno", guardKernelSpec("/opt/deno"), false))
      .toThrow(
        `"${join(folder, "file")}": it is not a folder`,
      );
  });
});

describe("uninstallKernelSpec()", () => {
  test("removes our own, and leaves what others put beside it", () => {
    installKernelSpec(folder, "deno", guardKernelSpec("/opt/deno"), false);
    writeFileSync(join(folder, "deno", "logo-32x32.png"), "");
    uninstallKernelSpec(folder, "deno", false);
    expect(readdirSync(join(folder, "deno"))).toEqual(["logo-32x32.png"]);
    expect(() => uninstallKernelSpec(folder, "deno", false)).toThrow("there is none");
  });

  test("removes a foreign one only when forced, and no other kernelspec ever", () => {
    foreign();
    foreign("other");
    expect(() => uninstallKernelSpec(folder, "deno", false)).toThrow("--force");
    uninstallKernelSpec(folder, "deno", true);
    expect(existsSync(join(folder, "deno"))).toBe(false);
    expect(existsSync(join(folder, "other", "kernel.json"))).toBe(true);
  });
});

describe("listKernelSpecs()", () => {
  test("tells whose a kernelspec is and whether its program is there", () => {
    writeFileSync(join(folder, "program"), "");
    installKernelSpec(folder, "deno", guardKernelSpec(join(folder, "program")), false);
    foreign("other");
    foreign("broken");
    writeFileSync(join(folder, "broken", "kernel.json"), "{");
    mkdirSync(join(folder, "empty"));
    const found = listKernelSpecs(folder).map(({ name, ours, program, missing }) => [name, ours, program, missing]);
    expect(found).toEqual([
      ["broken", false, null, null],
      ["deno", true, join(folder, "program"), null],
      ["other", false, "/nowhere/deno", "/nowhere/deno"],
    ]);
    installKernelSpec(folder, "tslab", tslabKernelSpec([join(folder, "program"), join(folder, "gone")]), false);
    expect(listKernelSpecs(folder).find(({ name }) => name === "tslab")?.missing).toBe(join(folder, "gone"));
  });
});

describe("findTslab()", () => {
  /** A program, or a link to one, that this user may execute. */
  function program(...path: string[]): string {
    const file = join(folder, ...path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "", { mode: 0o755 });
    return file;
  }

  test("prefers node_modules at or above the folder, then the search path, then npx", () => {
    const node = program("bin", "node"), npx = program("bin", "npx");
    const bin = join(folder, "bin"), project = join(folder, "project", "notebooks");
    mkdirSync(project, { recursive: true });
    expect(findTslab(project, bin)).toEqual({ program: [npx, "-y", "tslab@1.0.22"], installed: false });

    const global = program("lib", "node_modules", "tslab", "bin", "tslab");
    symlinkSync(global, join(bin, "tslab"));
    expect(findTslab(project, bin)).toEqual({ program: [node, realpathSync(global)], installed: true });

    const local = program("project", "node_modules", "tslab", "bin", "tslab");
    expect(findTslab(project, bin)).toEqual({ program: [node, realpathSync(local)], installed: true });
  });

  test("does not take Deno's stand-in for Node, nor a file that cannot be executed", () => {
    program("node_compat_bin", "node");
    mkdirSync(join(folder, "plain"));
    writeFileSync(join(folder, "plain", "node"), "");
    expect(findTslab(folder, [join(folder, "node_compat_bin"), join(folder, "plain")].join(delimiter))).toBe(null);
  });
});
