import { text } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** "sha256:" and 64 hexadecimal digits. */
export const digestShape: Shape = text('"sha256:" and 64 hexadecimal digits', /^sha256:[0-9a-f]{64}$/);
