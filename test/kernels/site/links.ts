import { posix } from "node:path";

/** Every address in the pages of a site that leads to no file of it, or to a place that its page does not have. */
export function brokenLinks(files: ReadonlyMap<string, string>): { readonly count: number; readonly broken: string[] } {
  const broken: string[] = [];
  let count = 0;
  for (const [file, page] of files) {
    if (!file.endsWith(".html")) continue;
    for (const [tag] of page.matchAll(/<[a-z][^<>]*>/g)) {
      for (const [, attribute, quoted] of tag.matchAll(/\s(href|src|data-plotly)="([^"]*)"/g)) {
        const address = quoted!.replaceAll("&amp;", "&");
        // Pictures inside of the page, and links that a notebook's text has to elsewhere.
        if (/^(?:data:|https?:|mailto:)/.test(address)) continue;
        count++;
        const [path, fragment] = address.split("#") as [string, string?];
        const target = path === "" ? file : posix.join(posix.dirname(file), decodeURIComponent(path));
        const found = files.get(target);
        // Plotly is named on each page, and there only where one has a figure.
        const needed = attribute !== "data-plotly" || /<figure [^>]*data-plot=/.test(page);
        if (found === undefined ? needed : fragment !== undefined && !hasPlace(found, decodeURIComponent(fragment))) {
          broken.push(`${file}: ${address}`);
        }
      }
    }
  }
  return { count, broken };
}

function hasPlace(page: string, id: string): boolean {
  return page.includes(` id="${id}"`);
}
