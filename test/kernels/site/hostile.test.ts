/// <reference lib="dom" />
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderPage } from "../../../kernels/page/mod.ts";
import { renderSite } from "../../../kernels/site/mod.ts";
import { ATTACKS } from "../page/attacks.ts";
import { addressIn, CHROMIUM, NOT_RUN, readThrough, type Watched, withPage, written } from "./browser.ts";
import { hostile } from "./notebooks.ts";

if (CHROMIUM === null) console.warn(NOT_RUN);

describe.skipIf(CHROMIUM === null)("a hostile notebook in a browser", () => {
  let server: Server, host: string;
  const reached: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      reached.push(request.url!);
      response.writeHead(200, { "access-control-allow-origin": "*" }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Does with a page all that a reader might, but follow its links. */
  async function use({ page, opened }: Watched): Promise<{ pwned: unknown; opened: string[]; address: string }> {
    await readThrough(page);
    await page.waitForFunction(() => document.querySelectorAll(".drawing").length === 0);
    await page.evaluate((kinds) => {
      for (const fold of document.querySelectorAll("details")) fold.open = true;
      // Without following: what a click, a pointer or a focus would start has been started.
      addEventListener("click", (event) => event.preventDefault(), { capture: true });
      for (const element of document.querySelectorAll<HTMLElement>("main *, header *")) {
        // Plotly expects more of an event; a pointer really moves over the figures below.
        if (element.closest(".live") !== null && !/^a$/i.test(element.tagName)) continue;
        for (const kind of kinds) {
          element.dispatchEvent(new Event(kind, { bubbles: kind === "click", cancelable: true }));
        }
        // An address that is a script runs by being followed.
        const href = element.getAttribute("href") ?? element.getAttribute("xlink:href") ?? "";
        if (/^a$/i.test(element.tagName) && /^javascript:/i.test(new URL(href, location.href).protocol)) {
          location.href = href;
        }
      }
    }, ["mouseover", "focus", "click", "load", "error", "toggle", "begin"]);
    for (const plot of await page.locator(".live .nsewdrag").all()) await plot.hover({ force: true });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const pwned = await page.evaluate(() => {
      const all = globalThis as unknown as { pwned?: unknown };
      return all.pwned ?? ({} as { pwned?: unknown }).pwned ?? null;
    });
    return { pwned, opened, address: page.url() };
  }

  const inert = { pwned: null, opened: [] };

  test.each([["with its policy", false], ["and without any policy, by what is left out alone", true]])(
    "renderSite() makes it inert on board and page, %s",
    async (_how, bare) => {
      const files = await renderSite([hostile(host)], { title: "Mine" });
      if (bare) {
        for (const [file, text] of files) {
          if (file.endsWith(".html")) {
            files.set(file, text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""));
          }
        }
      }
      const folder = written(files);
      reached.length = 0;
      for (const file of [...files.keys()].filter((file) => file.endsWith(".html"))) {
        // The name of the file is hostile, too.
        const address = addressIn(folder, file);
        await withPage(address, {}, async (watched) => {
          expect(await use(watched)).toEqual({ ...inert, address });
          const own = watched.asked.filter((asked) => asked.startsWith(addressIn(folder, "")));
          expect(watched.asked).toEqual(own);
          if (!bare) expect(watched.said).toEqual([]);
          // A figure's own attacks come when it is drawn, which takes as long as the machine needs.
          if (file !== "index.html") {
            await watched.page.locator("figure.interactive").first().waitFor({ state: "attached", timeout: 60_000 });
            expect(await use(watched)).toEqual({ ...inert, address });
          }
        });
      }
      expect(reached).toEqual([]);
    },
  );

  test("renderPage() makes it inert on a page of its own", async () => {
    const { document, facts } = hostile(host);
    const folder = written(new Map([["page.html", await renderPage(document, { title: "T", ledger: facts })]]));
    reached.length = 0;
    await withPage(addressIn(folder, "page.html"), {}, async (watched) => {
      expect(await use(watched)).toEqual({ ...inert, address: addressIn(folder, "page.html") });
      expect(watched.said).toEqual([]);
    });
    expect(reached).toEqual([]);
  });

  test("is the control: the same attacks run and reach the server where nothing is left out", async () => {
    let ran = 0, asked = 0;
    for (const attack of ATTACKS) {
      const source = attack.replaceAll("ACT", "globalThis.pwned=1").replaceAll("HOST", host);
      const folder = written(new Map([["page.html", `<!DOCTYPE html><main>${source}</main>`]]));
      reached.length = 0;
      await withPage(addressIn(folder, "page.html"), {}, async (watched) => {
        const { pwned } = await use(watched).catch(() => ({ pwned: null }));
        if (pwned !== null) ran++;
        if (reached.length > 0) asked++;
      });
    }
    // Some need another browser, or a page around them; most need neither.
    expect(ran).toBeGreaterThan(15);
    expect(asked).toBeGreaterThan(5);
  });
});
