/**
 * A check of one value: it appends to `problems` one sentence for each thing that is wrong, with the path of the value,
 * so that all problems of a file are told at once.
 */
export type Shape = (value: unknown, path: string, problems: string[]) => void;

/** The value as a message quotes it, cut to a readable length. */
export function quoted(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Whether a value is a record (not null, not a list). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function expect(condition: boolean, expected: string, value: unknown, path: string, problems: string[]): void {
  if (!condition) problems.push(`${path || "the whole"}: expected ${expected}, got ${quoted(value)}`);
}

/** A text, matching `pattern` when it is given. */
export function text(expected = "a text", pattern?: RegExp): Shape {
  return (value, path, problems) =>
    expect(typeof value === "string" && (pattern?.test(value) ?? true), expected, value, path, problems);
}

/** A text with at least one character that is not a space. */
export const someText: Shape = text("a text that is not empty", /\S/);

/** A finite number of at least `minimum`; whole when `integer`. */
export function number(options: { minimum?: number; integer?: boolean } = {}): Shape {
  const { minimum, integer = false } = options;
  const kind = integer ? "a whole number" : "a finite number";
  const expected = minimum === undefined ? kind : `${kind} of at least ${minimum}`;
  return (value, path, problems) => {
    const isKind = integer ? Number.isSafeInteger(value) : Number.isFinite(value);
    expect(isKind && (minimum === undefined || (value as number) >= minimum), expected, value, path, problems);
  };
}

/** One of the listed values. */
export function oneOf(...values: readonly (string | number | boolean | null)[]): Shape {
  const expected = values.length === 1 ? quoted(values[0]) : `one of ${values.map(quoted).join(", ")}`;
  return (value, path, problems) => expect(values.some((v) => v === value), expected, value, path, problems);
}

/** null, or the given shape. */
export function nullable(shape: Shape): Shape {
  return (value, path, problems) => {
    if (value !== null) shape(value, path, problems);
  };
}

/** A list of at least `minimum` items of one shape. */
export function list(item: Shape, minimum = 0): Shape {
  return (value, path, problems) => {
    if (!Array.isArray(value)) return expect(false, "a list", value, path, problems);
    if (value.length < minimum) expect(false, `a list of at least ${minimum}`, value, path, problems);
    value.forEach((entry, i) => item(entry, `${path}[${i}]`, problems));
  };
}

/** A record whose keys are free (matching `keys` when given) and whose values have one shape. */
export function recordOf(item: Shape, keys?: RegExp): Shape {
  return (value, path, problems) => {
    if (!isRecord(value)) return expect(false, "a record", value, path, problems);
    for (const [key, entry] of Object.entries(value)) {
      if (keys !== undefined && !keys.test(key)) problems.push(`${path}: ${quoted(key)} is not a usable name`);
      item(entry, `${path}.${key}`, problems);
    }
  };
}

/** A record with exactly these fields, those in `optional` at will. */
export function fields(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value, path, problems) => {
    if (!isRecord(value)) return expect(false, "a record", value, path, problems);
    const prefix = path === "" ? "" : `${path}.`;
    for (const [key, shape] of Object.entries(required)) {
      if (Object.hasOwn(value, key)) shape(value[key], prefix + key, problems);
      else problems.push(`${prefix}${key}: missing`);
    }
    for (const [key, entry] of Object.entries(value)) {
      if (Object.hasOwn(required, key)) continue;
      if (Object.hasOwn(optional, key)) optional[key]!(entry, prefix + key, problems);
      else problems.push(`${prefix}${key}: unknown field`);
    }
  };
}

/** Anything at all. */
export const anything: Shape = () => {};

/** The problems of a value, at most six of them in one line, or null when there is none. */
export function problemsOf(shape: Shape, value: unknown): string | null {
  const problems: string[] = [];
  shape(value, "", problems);
  if (problems.length === 0) return null;
  const more = problems.length > 6 ? `; and ${problems.length - 6} more` : "";
  return problems.slice(0, 6).join("; ") + more;
}
