import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../../lib/errors.ts";
import { readNotebook } from "../runner/mod.ts";
import { renderSite } from "../site/mod.ts";
import { parseArguments } from "./arguments.ts";
import { type Command, EXIT } from "./command.ts";
import { locateNotebooks, shortPath } from "./find_notebooks.ts";
import { NOTEBOOKS } from "./repository.ts";
import { siteNotebook } from "./site_notebook.ts";
import { checkSiteFolder, writeSite } from "./write_site.ts";

/** `lab render`: a static site. */
export const render: Command = {
  usage: `Usage: lab render [EXP…] --out DIR

Makes a static site of executed notebooks: index.html shows each with its question, outcome and verdicts beside the published
ones; each has a page of its own, with its ledger, freeze record and notebook to download. It works from the disk and without
JavaScript; with it, figures are interactive. No page asks the network for anything. Notebooks are not run, and what they hold
cannot run a script in the reader's browser. What lab check --static finds is told on the pages.
EXP is a number (05), a notebook's name, or the path of any notebook; without it, all experiments are shown.
The ledger of a notebook of your own is looked for in results/ beside it, and beside it as lab run --out leaves it.

  --out DIR  where the site goes; only files that lab render has written are replaced

Exit codes: 0 made · 64 bad input; nothing is written then`,
  async run(args, terminal) {
    const parsed = parseArguments("render", args, { "--out": "value" });
    const folder = parsed.value("--out");
    if (folder === undefined) {
      throw new InputError('Cannot tell where the site goes: give a folder, as in "lab render --out site"');
    }
    const out = resolve(folder);
    checkSiteFolder(out);
    // All are read before anything is made of them.
    const found = locateNotebooks(parsed.positionals).map((place) => ({
      place,
      document: readNotebook(shortPath(place.path)),
      text: readFileSync(place.path, "utf8"),
    }));
    const notebooks = [], notes: string[] = [];
    for (const { place, document, text } of found) {
      const { notebook, problems } = await siteNotebook(place, document, text);
      notebooks.push(notebook);
      notes.push(...problems.map((problem) => `${place.name}: ${problem}\n`));
      if (terminal.signal.aborted) return EXIT.interrupted;
    }
    const ours = found.every(({ place }) => resolve(dirname(place.path)) === resolve(NOTEBOOKS));
    const files = await renderSite(notebooks, {
      title: ours ? "Thermolab experiments" : "Notebooks",
      onPage: (file, seconds) => notes.push(`${file}: ${seconds.toFixed(2)} s\n`),
    });
    writeSite(out, files);
    // Only now is it sure that nothing was refused.
    notes.forEach(terminal.err);
    const pages = [...files.keys()].filter((file) => file.endsWith(".html"));
    for (const file of pages) terminal.out(`${shortPath(join(out, file))}\n`);
    return EXIT.ok;
  },
};
