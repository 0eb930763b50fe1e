import { expect, test } from "vitest";
import { type PageCheck, renderPage } from "../../../kernels/page/mod.ts";
import { notebook } from "./notebooks.ts";

async function checkOf(check: PageCheck): Promise<string> {
  const page = await renderPage(notebook(), { title: "T", check });
  return /<section class="verdict"[\s\S]*?<\/section>/.exec(page)![0];
}

test("renderPage() tells that a check holds", async () => {
  const section = await checkOf({ status: "holds", problems: [], notChecked: [] });
  expect(section).toContain("agree");
  expect(section).not.toMatch(/fails|not-checked/);
});

test("renderPage() tells each contradiction and what was not checked, escaped", async () => {
  const section = await checkOf({ status: "fails", problems: ["P1 <b>"], notChecked: ["no git"] });
  expect(section).toMatch(/check fails[\s\S]*<li>P1 &lt;b&gt;<\/li>[\s\S]*check not-checked[\s\S]*<li>no git<\/li>/);
  expect(section).not.toContain("agree");
});

test("renderPage() counts contradictions beyond twenty", async () => {
  const problems = Array.from({ length: 50 }, (_, i) => `problem ${i}`);
  const section = await checkOf({ status: "fails", problems, notChecked: [] });
  expect(section.match(/<li>/g)).toHaveLength(21);
  expect(section).toContain("and 30 more");
});
