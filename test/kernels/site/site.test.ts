import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Window } from "happy-dom";
import { expect, test } from "vitest";
import { renderSite, type SiteNotebook } from "../../../kernels/site/mod.ts";
import { activeContent, THEME_SWITCH } from "../page/active_content.ts";
import { code, notebook, prose, shown } from "../page/notebooks.ts";
import { DENO } from "../guard/deno_path.ts";
import { brokenLinks } from "./links.ts";
import { entry, hostile, LEDGER, rich } from "./notebooks.ts";
import { siteDigest } from "./site_digest.ts";

const site = (...notebooks: SiteNotebook[]) => renderSite(notebooks, { title: "Mine" });

function parse(page: string) {
  const window = new Window({ settings: { disableJavaScriptFileLoading: true, disableCSSFileLoading: true } });
  return new window.DOMParser().parseFromString(page, "text/html");
}

test("renderSite() makes a site in which every link resolves", async () => {
  const odd = entry(
    "a b#1%&?",
    notebook(
      prose(
        "# A [link](https://example.org) in a title\n\n[rich](../x/rich.ipynb#text) [none](gone.ipynb) ![p](gone.png)",
      ),
      code("", [shown({ "text/html": "<a href='rich.ipynb'>r</a> <a href='gone.json'>g</a> <a href='%zz'>z</a>" })]),
    ),
  );
  const freeze = { ending: ".freeze.json", text: "{}" };
  const files = await site(await rich(), { ...odd, freeze }, hostile("http://127.0.0.1:9"));
  const links = brokenLinks(files);
  expect(links.broken).toEqual([]);
  // The control: the walk sees links of every kind, and a missing file.
  expect(links.count).toBeGreaterThan(30);
  const page = files.get(`${odd.name}.html`)!;
  expect([...page.matchAll(/<a href="(\.\/rich\.html[^"]*)">/g)].map(([, href]) => href)).toEqual([
    "./rich.html#text",
    "./rich.html",
  ]);
  for (const lost of [...files.keys()].filter((file) => file !== "index.html")) {
    const without = new Map([...files].filter(([file]) => file !== lost));
    expect(brokenLinks(without).broken.length, lost).toBeGreaterThan(0);
  }
});

test("renderSite() shows question, outcome, day, and each verdict in words beside the published one", async () => {
  const board = parse((await site(await rich())).get("index.html")!);
  const card = board.querySelector(".experiment")!;
  expect(card.querySelector("h2 math")).not.toBeNull();
  expect(card.querySelector(".question")!.textContent).toBe("Is it <so>?");
  expect(card.querySelector(".facts")!.textContent).toMatch(/Outcome SO.*2026-01-31/);
  const rows = [...card.querySelectorAll("tbody tr")].map((row) => [
    row.querySelector(".badge")!.className,
    row.querySelector(".badge")!.textContent,
    row.querySelector(".published")!.textContent,
  ]);
  expect(rows).toEqual([
    ["badge pass", "PASS", "published 1"],
    ["badge fail", "FAIL", "published 2"],
    ["badge not-checked", "NOT-CHECKED", "published 3"],
    ["badge halt", "HALT", "published 4"],
    ["badge measured", "MEASURED", "published 5"],
  ]);
  expect([...board.querySelectorAll(".legend dt")]).toHaveLength(5);
});

test("renderSite() shows a notebook without a registration, an empty one, and one in another language", async () => {
  const python = notebook(code("print(1)", [{ output_type: "stream", name: "stdout", text: "1\n" }]));
  python.metadata = { kernelspec: { name: "python3", language: "python" } };
  const files = await site(entry("mine", python), entry("empty", notebook()));
  expect(files.get("index.html")).toContain("No pre-registration, so no verdict");
  expect(parse(files.get("mine.html")!).querySelector(".stdout")!.textContent).toBe("1\n");
  expect(parse(files.get("empty.html")!).querySelector("h1")!.textContent).toBe("empty");
  expect(brokenLinks(files).broken).toEqual([]);
});

test("renderSite() says which results are no record, and which are not there yet", async () => {
  const unanswered = { preregistration: LEDGER.preregistration, verdict: LEDGER.verdict };
  const files = await site(
    entry("quick", notebook(), { ...LEDGER, mode: "quick" }),
    entry("unanswered", notebook(), unanswered),
  );
  const [quick, later] = [...parse(files.get("index.html")!).querySelectorAll(".facts")].map((line) =>
    line.textContent
  );
  expect(quick).toContain("quick run, not a record");
  expect(later).toContain("No recorded results yet");
});

test("renderSite() brings Plotly only where there is a figure", async () => {
  const plain = await site(entry("a", notebook(prose('data-plot= and <figure data-plot="x">'))));
  expect([...plain.keys()].filter((file) => file.includes("plotly"))).toEqual([]);
  const drawn = await site(await rich());
  expect([...drawn.keys()].filter((file) => /^assets\/plotly-[\d.]+\.min\.js$/.test(file))).toHaveLength(1);
});

test("renderSite() keeps names apart that some file systems do not", async () => {
  const files = await site(entry("index", notebook()), entry("A", notebook()), entry("a", notebook()));
  expect([...files.keys()].filter((file) => file.endsWith(".html"))).toEqual([
    "index.html",
    "index-2.html",
    "A.html",
    "a-2.html",
  ]);
  expect(brokenLinks(files).broken).toEqual([]);
  expect([...files.keys()].filter((file) => file.startsWith("files/"))).toEqual([
    "files/index-2.ipynb",
    "files/A.ipynb",
    "files/a-2.ipynb",
  ]);
});

test("renderSite() lets nothing active onto board and page beside its own script", async () => {
  const files = await site(hostile("http://127.0.0.1:9"));
  for (const [file, page] of files) {
    if (!file.endsWith(".html")) continue;
    const own = /<script src="\.\/assets\/page\.js" data-plotly="\.\/assets\/plotly-[\d.]+\.min\.js" defer><\/script>/;
    const button = '<button type="button" class="unfold" hidden>Show all code</button>';
    const foreign = page.replace(own, "").replace(button, "").replace(THEME_SWITCH, "");
    expect(activeContent(parse(foreign) as never), file).toEqual([]);
  }
});

test("renderSite() gives the same bytes each time", async () => {
  const first = await site(await rich(), hostile("http://127.0.0.1:9"));
  expect(await site(await rich(), hostile("http://127.0.0.1:9"))).toEqual(first);
});

test("renderSite() keeps a page without interactive figures below 3 MiB", async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ ...LEDGER.rows[0], value: i }));
  const text = "0123456789\n".repeat(200_000);
  const document = notebook(
    ...Array.from({ length: 5 }, () => code("f()", [{ output_type: "stream", name: "stdout", text }])),
    code("g()", [shown({ "text/html": `<p>${"a ".repeat(300_000)}</p>` })]),
  );
  const page = (await site(entry("large", document, { ...LEDGER, rows }))).get("large.html")!;
  expect(new TextEncoder().encode(page).length).toBeLessThan(3 * 2 ** 20);
});

test("renderSite() gives the same bytes under Node and under Deno", async (context) => {
  if (DENO === null || "Deno" in globalThis) return context.skip("NOT RUN: Deno beside itself");
  const script = fileURLToPath(new URL("site_digest.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(DENO, ["run", "-A", script]);
  expect(stdout.trim()).toBe(await siteDigest());
});
