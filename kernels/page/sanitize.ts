import sanitizeHtml from "sanitize-html";
import { type LinkTarget, UNCHANGED } from "./link_target.ts";

// Nothing that moves an element away from its place, so that an output cannot cover or imitate the rest of the page.
const STYLE_PROPERTIES = [
  "align-items",
  "background",
  "background-color",
  "border",
  "border-bottom",
  "border-collapse",
  "border-color",
  "border-left",
  "border-radius",
  "border-right",
  "border-spacing",
  "border-top",
  "caption-side",
  "color",
  "display",
  "flex",
  "flex-direction",
  "flex-wrap",
  "font-family",
  "font-size",
  "font-style",
  "font-variant-numeric",
  "font-weight",
  "gap",
  "height",
  "justify-content",
  "line-height",
  "list-style-type",
  "margin",
  "margin-bottom",
  "margin-left",
  "margin-right",
  "margin-top",
  "max-height",
  "max-width",
  "min-width",
  "opacity",
  "overflow",
  "overflow-x",
  "padding",
  "padding-bottom",
  "padding-left",
  "padding-right",
  "padding-top",
  "text-align",
  "text-decoration",
  "vertical-align",
  "white-space",
  "width",
];
// No escapes, no addresses, no negative lengths; functions only for colours and sums.
const STYLE_VALUE = /^(?!.*(?:^|[\s(])-\.?\d)(?:[\w\s.,%#'"!/-]|(?:rgba?|hsla?|calc)\([\w\s.,%/*+-]*\))*$/i;

const PICTURE = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*$/;

const TAGS =
  ("a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins " +
    "kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var").split(
      " ",
    );

const OPTIONS = {
  allowedTags: TAGS,
  allowedAttributes: {
    "*": ["style", "title", "dir", "lang"],
    a: ["href"],
    col: ["span"],
    colgroup: ["span"],
    img: ["src", "alt", "width", "height"],
    ol: ["start"],
    td: ["colspan", "rowspan", "align"],
    th: ["colspan", "rowspan", "align", "scope"],
  },
  allowedStyles: { "*": Object.fromEntries(STYLE_PROPERTIES.map((property) => [property, [STYLE_VALUE]])) },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesByTag: { img: ["data"] },
  allowProtocolRelative: false,
  // A picture from elsewhere would be a request to the network; it is dropped, not left broken.
  exclusiveFilter: (frame: { tag: string; attribs: Record<string, string> }) =>
    frame.tag === "img" && !PICTURE.test(frame.attribs["src"] ?? ""),
  // The text inside these is not text for people.
  nonTextTags: [
    "script",
    "style",
    "textarea",
    "option",
    "noscript",
    "template",
    "title",
    "svg",
    "math",
    "xmp",
    "iframe",
  ],
  disallowedTagsMode: "discard",
};

/**
 * HTML from an output with everything removed that could run, load from the network, or leave its place: scripts, event handlers,
 * forms, frames, style sheets, classes and ids, pictures other than data URIs, styles outside an allow-list.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(sanitize('<b onclick="x()">a</b><script>y()</script>'), "<b>a</b>");
 * ```
 */
export function sanitize(source: string, target: LinkTarget = UNCHANGED): string {
  const transformTags = {
    a: (tagName: string, { href, ...attribs }: Record<string, string>) => {
      const leads = href === undefined ? null : target(href);
      return { tagName, attribs: leads === null ? attribs : { ...attribs, href: leads } };
    },
  };
  return (sanitizeHtml as (html: string, options: unknown) => string)(source, { ...OPTIONS, transformTags });
}
