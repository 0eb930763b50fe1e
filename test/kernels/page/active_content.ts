import { themeSwitch } from "../../../kernels/page/theme_switch.ts";

/** As much of a parsed document as the check reads. */
export interface ParsedDocument {
  querySelectorAll(selector: string): Iterable<{
    readonly tagName: string;
    readonly textContent: string | null;
    readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  }>;
}

/** Elements that run, load, or take input. */
export const ACTIVE: ReadonlySet<string> = new Set(
  ("script iframe frame object embed form input button textarea select svg video audio source track base applet template noscript " +
    "portal dialog foreignobject animate set use").split(" "),
);
const ADDRESSES = new Set([
  "href",
  "src",
  "srcset",
  "action",
  "formaction",
  "poster",
  "data",
  "ping",
  "xlink:href",
  "background",
]);

/** The choice of colours on top of each page; nothing else may take input. */
export const THEME_SWITCH: string = themeSwitch().source;

/** Everything in a document that could run, load, or send; one line for each. */
export function activeContent(document: ParsedDocument): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll("*")) {
    const tag = element.tagName.toLowerCase();
    if (ACTIVE.has(tag)) found.push(`<${tag}>`);
    if (tag === "style" && /url\(|@import|expression/i.test(element.textContent ?? "")) found.push("<style> with url(");
    for (const { name, value } of element.attributes) found.push(...attribute(tag, name.toLowerCase(), value));
  }
  return found;
}

function attribute(tag: string, name: string, value: string): string[] {
  if (name.startsWith("on")) return [`${tag} ${name}`];
  // deno-lint-ignore no-control-regex
  const address = value.replace(/[\u0000-\u0020]/g, "").toLowerCase();
  if (name === "style" && /url\(|expression|image-set|@import|position|\\/i.test(value)) {
    return [`${tag} style with url( or a place`];
  }
  if (name === "http-equiv" && address === "refresh") return [`${tag} refresh`];
  if (!ADDRESSES.has(name)) return [];
  // A link may lead anywhere but to a script; everything else would be loaded.
  if (tag === "a" && name === "href") return /^(?:https?:|mailto:|#|[^:]*$)/.test(address) ? [] : [`a href=${address}`];
  return address.startsWith("data:image/") || (tag === "link" && address === "data:,")
    ? []
    : [`${tag} ${name}=${address}`];
}
