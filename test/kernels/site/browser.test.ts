/// <reference lib="dom" />
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { parseNotebook } from "../../../kernels/runner/mod.ts";
import { renderSite } from "../../../kernels/site/mod.ts";
import { addressIn, CHROMIUM, NOT_RUN, readThrough, withPage, written } from "./browser.ts";
import { entry, rich } from "./notebooks.ts";
import { OURS, recorded } from "./site_digest.ts";

if (CHROMIUM === null) console.warn(NOT_RUN);

/** As much of axe-core as is used. */
interface Axe {
  run(document: Document): Promise<{
    violations: { id: string; impact?: string; nodes: { html: string; failureSummary?: string }[] }[];
  }>;
}

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };

const drawn = (page: Page) =>
  page.waitForFunction(() =>
    document.querySelectorAll("figure.interactive .main-svg").length > 0 &&
    document.querySelectorAll("figure[data-plot]:not(.interactive)").length === 0
  );

/** Whether something is shown. */
const shown = (page: Page, selector: string) =>
  page.evaluate(
    (selector) => [...document.querySelectorAll(selector)].map((element) => element.checkVisibility()),
    selector,
  );

describe.skipIf(CHROMIUM === null)("renderSite() in a browser", () => {
  let site: string;

  beforeAll(async () => {
    const plain = entry("plain", parseNotebook('{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}', "plain"));
    site = written(await renderSite([await rich(), ...recorded(), plain], { title: "A site" }));
  });

  const pages = ["index.html", "rich.html", "plain.html", ...OURS.map((name) => `${name}.html`)];
  const views = [PHONE, DESK].flatMap((viewport) =>
    [true, false].map((javaScriptEnabled) => ({ viewport, javaScriptEnabled }))
  );

  test.each(pages.flatMap((file) => views.map((view) => ({ file, ...view }))))(
    "shows $file at $viewport.width px, JavaScript $javaScriptEnabled: no word in the console, no request elsewhere, nothing cut off",
    async ({ file, ...view }) => {
      await withPage(addressIn(site, file), view, async ({ page, said, asked, opened }) => {
        // Without JavaScript nothing waits for being seen.
        if (view.javaScriptEnabled) await readThrough(page);
        const figures = await page.locator("figure[data-plot]").count();
        if (view.javaScriptEnabled && figures > 0) await drawn(page);
        expect(said).toEqual([]);
        expect(opened).toEqual([]);
        expect(asked.filter((address) => !address.startsWith(addressIn(site, "")))).toEqual([]);
        const loaded = asked.filter((address) => address.includes("plotly"));
        expect(loaded).toHaveLength(view.javaScriptEnabled && figures > 0 ? 1 : 0);
        const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        expect(content).toBeLessThanOrEqual(width!);
        expect(await shown(page, "figure[data-plot] > img")).toEqual(
          Array.from({ length: figures }, () => !view.javaScriptEnabled),
        );
        expect(await shown(page, "h1")).toEqual([true]);
      });
    },
  );

  test("works from a server as it does from the disk", async () => {
    const server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url!, "http://x").pathname);
      const type = path.endsWith(".js") ? "text/javascript" : "text/html";
      response.writeHead(200, { "content-type": type }).end(readFileSync(join(site, path)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      await withPage(`${address}/rich.html`, { viewport: DESK }, async ({ page, said, asked }) => {
        await readThrough(page);
        await drawn(page);
        expect(said).toEqual([]);
        expect(asked.filter((url) => !url.startsWith(address))).toEqual([]);
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test("draws a figure no wider than its picture, although its specification has no width", async () => {
    await withPage(addressIn(site, "rich.html"), { viewport: DESK }, async ({ page }) => {
      await readThrough(page);
      await drawn(page);
      const widths = await page.locator(".live").evaluateAll((all) => all.map((one) => one.style.maxWidth));
      expect(widths).toEqual(["720px", "500px"]);
    });
  });

  test("answers a pointer over a figure, and saves it as a picture", async () => {
    await withPage(addressIn(site, "rich.html"), { viewport: DESK }, async ({ page, said }) => {
      await readThrough(page);
      await drawn(page);
      const plot = page.locator("figure .live").first();
      await plot.scrollIntoViewIfNeeded();
      const box = (await plot.locator(".nsewdrag").boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + 30, { steps: 5 });
      await plot.locator(".hoverlayer .hovertext").first().waitFor();
      const buttons = await plot.getByRole("button").evaluateAll((all) => all.map((button) => button.ariaLabel));
      expect(buttons.length).toBeGreaterThan(4);
      expect(buttons.filter((label) => /share|cloud|edit/i.test(label ?? ""))).toEqual([]);
      const download = page.waitForEvent("download");
      await plot.getByRole("button", { name: /PNG/ }).click();
      expect((await download).suggestedFilename()).toMatch(/\.png$/);
      expect(said).toEqual([]);
    });
  });

  test.each([["is missing", null], ["is broken", "throw new Error('broken')"], [
    "is another",
    "globalThis.Plotly = {}",
  ]])(
    "keeps the pictures where Plotly %s",
    async (_what, text) => {
      const files = await renderSite([await rich()], { title: "A site" });
      const name = [...files.keys()].find((file) => file.includes("plotly"))!;
      if (text === null) files.delete(name);
      else files.set(name, text);
      await withPage(addressIn(written(files), "rich.html"), { viewport: DESK }, async ({ page, asked }) => {
        await readThrough(page);
        await page.waitForFunction(() => document.querySelectorAll(".drawing").length === 0);
        expect(asked.some((address) => address.includes("plotly"))).toBe(true);
        expect(await shown(page, "figure[data-plot] > img")).toEqual([true, true]);
        expect(await page.locator(".live").count()).toBe(0);
      });
    },
  );

  test("lets the reader choose the colours without a script", async () => {
    const options = { viewport: DESK, javaScriptEnabled: false };
    const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const filter = (page: Page) => page.evaluate(() => getComputedStyle(document.querySelector(".drawn img")!).filter);
    for (const colorScheme of ["light", "dark"] as const) {
      await withPage(addressIn(site, "rich.html"), { ...options, colorScheme }, async ({ page }) => {
        const light = "rgb(255, 255, 255)", dark = "rgb(13, 17, 23)";
        expect(await ground(page)).toBe(colorScheme === "light" ? light : dark);
        await page.getByText("Dark", { exact: true }).click();
        expect(await ground(page)).toBe(dark);
        expect(await filter(page)).toContain("invert");
        await page.getByText("Light", { exact: true }).click();
        expect(await ground(page)).toBe(light);
        expect(await filter(page)).toBe("none");
        await page.getByText("Auto", { exact: true }).click();
        expect(await ground(page)).toBe(colorScheme === "light" ? light : dark);
      });
    }
  });

  test("unfolds all code and folds it again as it was", async () => {
    await withPage(addressIn(site, "rich.html"), { viewport: DESK }, async ({ page }) => {
      const open = () =>
        page.evaluate(() =>
          [...document.querySelectorAll<HTMLDetailsElement>(".code > details")].map((fold) => fold.open)
        );
      const before = await open();
      expect(new Set(before)).toEqual(new Set([true, false]));
      await page.getByRole("button", { name: "Show all code" }).click();
      expect(await open()).toEqual(before.map(() => true));
      await page.getByRole("button", { name: "Fold the code" }).click();
      expect(await open()).toEqual(before);
    });
    await withPage(addressIn(site, "rich.html"), { javaScriptEnabled: false }, async ({ page }) => {
      expect(await shown(page, "button.unfold")).toEqual([false]);
    });
  });

  test("keeps the contents in sight on a wide screen, marks what is read, and folds them on a phone", async () => {
    await withPage(addressIn(site, "rich.html"), { viewport: DESK, reducedMotion: "reduce" }, async ({ page }) => {
      await page.getByRole("link", { name: "Figures" }).click();
      await page.locator(".contents a[aria-current]", { hasText: "Figures" }).waitFor();
      const top = await page.evaluate(() => document.querySelector(".contents")!.getBoundingClientRect().top);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(top).toBeLessThan(100);
      expect(await shown(page, ".contents li")).not.toContain(false);
    });
    await withPage(addressIn(site, "rich.html"), { viewport: PHONE }, async ({ page }) => {
      expect(await shown(page, ".contents li")).not.toContain(true);
      await page.getByText("Contents", { exact: true }).click();
      expect(await shown(page, ".contents li")).not.toContain(false);
    });
  });

  test("prints pictures and the table of verdicts in light colours, without what only a screen can do", async () => {
    await withPage(addressIn(site, "rich.html"), { viewport: DESK, colorScheme: "dark" }, async ({ page }) => {
      await readThrough(page);
      await drawn(page);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
      expect(await shown(page, "figure[data-plot] > img")).toEqual([true, true]);
      expect(await shown(page, ".rules td.statement")).not.toContain(false);
      expect(await shown(page, ".bar, .contents, button.unfold, .live, .neighbours")).not.toContain(true);
      expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).toBe("%PDF-");
    });
  });

  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

  /** What shuts people out, by the rules of axe-core that it calls serious or critical. */
  async function faults(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    return await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document);
      return violations.filter(({ impact }) => /serious|critical/.test(impact ?? "")).flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`)
      );
    });
  }

  const looks = [PHONE, DESK].flatMap((viewport) =>
    (["light", "dark"] as const).map((colorScheme) => ({ viewport, colorScheme }))
  );
  test.each([
    ...["index.html", "rich.html"].flatMap((file) => looks.map((look) => ({ file, ...look }))),
    // The same style sheet: one look each is enough for what their own content may bring.
    ...OURS.map((name) => ({ file: `${name}.html`, viewport: PHONE, colorScheme: "light" as const })),
  ])(
    "has no serious fault of accessibility: $file at $viewport.width px, $colorScheme",
    async ({ file, ...view }) => {
      await withPage(addressIn(site, file), view, async ({ page }) => {
        await readThrough(page);
        if (await page.locator("figure[data-plot]").count() > 0) await drawn(page);
        await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => fold.open = true));
        expect(await faults(page)).toEqual([]);
      });
    },
  );

  test("is the control: the same check finds faults where there are some", async () => {
    await withPage(
      "data:text/html,<p style='color:%23ddd;background:white'>pale</p><img src='data:,'>",
      {},
      async ({ page }) => {
        expect((await faults(page)).map((fault) => fault.split(":")[0])).toEqual(
          expect.arrayContaining(["color-contrast", "image-alt"]),
        );
      },
    );
  });
});
