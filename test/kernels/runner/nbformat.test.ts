// What Jupyter's own nbformat accepts and refuses, the parser accepts and refuses; what the runner writes is valid to it.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  executeNotebook,
  type NotebookDocument,
  parseNotebook,
  readNotebook,
  withTimings,
  writeNotebook,
} from "../../../kernels/runner/mod.ts";
import { DENO } from "../guard/deno_path.ts";
import { code, markdown, notebook } from "./cells.ts";
import { nbformatSamples, nbformatVerdicts, PYTHON, schemaFolder } from "./jupyter.ts";

const SAMPLES = PYTHON === null ? null : nbformatSamples();

/** Valid to nbformat, and refused here on purpose. */
const REFUSED: ReadonlyMap<string, RegExp> = new Map([
  ["test3.ipynb", /its nbformat is 3, 4 is needed; open and save it in JupyterLab to convert it$/],
  ["test4plus.ipynb", /its format is 4\.99, newer than 4\.5/],
]);

describe.skipIf(SAMPLES === null)("readNotebook(), nbformat's samples", () => {
  const paths = SAMPLES === null ? [] : readdirSync(SAMPLES).filter((name) => name.endsWith(".ipynb")).sort()
    .map((name) => join(SAMPLES, name));
  let verdicts: readonly (string | null)[] = [];
  beforeAll(() => void (verdicts = nbformatVerdicts(paths)));

  test("nbformat ships samples of both kinds", () => {
    expect(verdicts.filter((verdict) => verdict === null).length).toBeGreaterThanOrEqual(7);
    expect(verdicts.filter((verdict) => verdict !== null).length).toBeGreaterThanOrEqual(7);
  });

  test.each(paths.map((path, i) => ({ name: path.split("/").at(-1)!, path, i })))(
    "readNotebook() accepts or refuses $name as nbformat does",
    ({ name, path, i }) => {
      const before = readFileSync(path, "utf8");
      const refused = REFUSED.get(name);
      if (refused !== undefined) expect(() => readNotebook(path)).toThrow(refused);
      else if (verdicts[i] === null) expect(readNotebook(path)).toEqual(JSON.parse(before));
      else expect(() => readNotebook(path), verdicts[i]!).toThrow(/^Cannot read the notebook /);
      expect(readFileSync(path, "utf8")).toBe(before);
    },
  );

  test("parseNotebook() agrees with nbformat's schemas on every change of one value in the samples", () => {
    const schemas = compiledSchemas();
    let accepted = 0, refused = 0;
    const differences = new Set<string>();
    for (const path of paths.filter((_, i) => verdicts[i] === null)) {
      const original = JSON.parse(readFileSync(path, "utf8"));
      if (original.nbformat !== 4 || original.nbformat_minor > 5) continue;
      for (const { place, changed } of changes(original)) {
        const valid = changed.nbformat === 4 && schemas.get(changed.nbformat_minor)?.(changed) === true;
        valid ? accepted++ : refused++;
        if (accepts(changed) !== valid) differences.add(place);
      }
    }
    expect(accepted).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(1000);
    // Nothing here relies on the details of optional metadata, nor on ids being absent before format 4.5.
    const known =
      /^(metadata\.(kernelspec|language_info)|cells\.#\.metadata\.(collapsed|execution)|nbformat_minor)(\.| =)/;
    expect([...differences].filter((place) => !known.test(place))).toEqual([]);
  });
});

describe.skipIf(PYTHON === null || DENO === null)("executeNotebook(), validity", () => {
  let folder = "";
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "thermolab-test-"))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Executes, writes with timings, and asks nbformat. */
  async function verdicts(...documents: NotebookDocument[]): Promise<(string | null)[]> {
    const paths: string[] = [];
    for (const [i, document] of documents.entries()) {
      const report = await executeNotebook(document, {
        cwd: ".",
        deno: DENO!,
        environment: {},
        // The one that hangs must not wait for long; the first has much to load.
        timeoutSeconds: i === 0 ? 100 : 2,
        onEvent: () => {},
        ...(i === 0 ? { parameters: { beta: "2" } } : {}),
      });
      for (
        const [form, one] of [["plain", report.document], ["timed", withTimings(report.document, report)]] as const
      ) {
        paths.push(join(folder, `${i}.${form}.ipynb`));
        writeNotebook(paths.at(-1)!, one);
      }
    }
    return nbformatVerdicts(paths);
  }

  test("executeNotebook() gives notebooks that nbformat calls valid, also after failures and odd displays", async () => {
    const parameters = `import { parameters } from "./lib/notebook/parameters.ts"; await parameters({ beta: 3 })`;
    const show = (data: string): string => `await Deno.jupyter.display(${data}, { raw: true })`;
    const said = await verdicts(
      notebook(
        markdown("# Title"),
        code(parameters),
        code(`console.log("a"); console.error("b"); ({ a: 1 })`),
        code(show(`{ "text/plain": "x", "application/json": [1, null], "image/png": "iVBORw0KGgo=" }`)),
        code(show(`{ "text/plain": 5, "text/html": null, "x-odd": { a: 1 } }`)),
        code(`throw new Error("meant")`, "raises-exception"),
        code("1", "skip-execution"),
        code(""),
      ),
      notebook(code("throw undefined"), code("1")),
      notebook(code(`Promise.reject("text")`)),
      notebook(code("await new Promise(() => {})")),
      notebook(code("Deno.exit(0)")),
      notebook(),
    );
    expect(said).toEqual(said.map(() => null));
  });

  test("nbformat calls a notebook invalid that is", () => {
    const path = join(folder, "invalid.ipynb");
    const document = notebook(code("1"));
    (document.cells[0] as { outputs: unknown }).outputs = [{ output_type: "stream", name: "stdout" }];
    writeNotebook(path, document);
    expect(nbformatVerdicts([path])).toEqual([expect.stringContaining("text")]);
  });
});

function accepts(document: unknown): boolean {
  try {
    parseNotebook(JSON.stringify(document), "changed.ipynb");
    return true;
  } catch {
    return false;
  }
}

function compiledSchemas(): ReadonlyMap<unknown, (document: unknown) => unknown> {
  const folder = schemaFolder();
  return new Map([0, 1, 2, 3, 4, 5].map((minor) => {
    const schema = JSON.parse(readFileSync(join(folder, `nbformat.v4.${minor}.schema.json`), "utf8"));
    // Of draft 4, which ajv does not know by name; what these schemas use is the same in later drafts.
    delete schema.$schema;
    return [minor, new Ajv.Ajv({ strict: false, validateSchema: false }).compile(schema)];
  }));
}

/** The document with one value replaced or left out, for each of its values. */
function* changes(document: NotebookDocument): Generator<{ place: string; changed: NotebookDocument }> {
  for (const path of pathsOf(document)) {
    for (const value of [undefined, null, 3, -1, 1.5, "x", true, [], {}, ["a"], [1], { a: 1 }]) {
      const changed = structuredClone(document);
      // deno-lint-ignore no-explicit-any -- any part of a document
      const parent = path.slice(0, -1).reduce((part: any, key) => part[key], changed);
      const key = path.at(-1)!;
      if (value !== undefined) parent[key] = value;
      else if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      const place = path.map((key) => typeof key === "number" ? "#" : key).join(".");
      yield { place: `${place} = ${JSON.stringify(value)}`, changed };
    }
  }
}

function pathsOf(value: unknown): (string | number)[][] {
  if (value === null || typeof value !== "object") return [];
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const inner = pathsOf((value as Record<string | number, unknown>)[key]).map((path) => [key, ...path]);
    return [[key], ...inner];
  });
}
