// Prints the SHA-256 of every figure of the gallery as one JSON object. Run by the tests in a process of its own.
import { createHash } from "node:crypto";
import { figure } from "../../../../lib/notebook/figure/figure.ts";
import { gallery } from "./gallery.ts";

const digests: Record<string, string> = {};
for (const [name, spec] of Object.entries(gallery)) {
  const svg = String((await figure(spec, { alt: "a" }))["image/svg+xml"]);
  digests[name] = createHash("sha256").update(svg).digest("hex");
}
console.log(JSON.stringify(digests));
