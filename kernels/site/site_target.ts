import { isBeside, type LinkTarget } from "../page/mod.ts";
import { addressOf } from "./file_names.ts";

/**
 * Where the links of notebooks lead on a site: one to another notebook of it to that one's page, one to any other file beside it nowhere,
 * because that file is not part of the site.
 *
 * @param pages Name of a notebook → its page's file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const target = siteTarget(new Map([["05 gap", "05 gap.html"]]));
 * assert.equal(target("../notebooks/05%20gap.ipynb#verdict"), "./05%20gap.html#verdict");
 * assert.equal(target("../data/x.json"), null);
 * assert.equal(target("https://example.org/x.ipynb"), "https://example.org/x.ipynb");
 * ```
 */
export function siteTarget(pages: ReadonlyMap<string, string>): LinkTarget {
  return (href) => {
    if (!isBeside(href)) return href;
    const [, file, fragment = ""] = /([^/\\?#]*)(?:\?[^#]*)?(#.*)?$/.exec(href.trim())!;
    const page = pages.get(decoded(file!).replace(/\.(?:ipynb|html)$/i, ""));
    return page === undefined ? null : addressOf(page) + fragment;
  };
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
