import type { JsonObject } from "../../protocol/mod.ts";
import type { LanguageService } from "../language/mod.ts";

type Answer = (language: LanguageService, content: JsonObject) => Promise<JsonObject>;

const code = (content: JsonObject): string => String(content["code"] ?? "");
const cursor = (content: JsonObject): number => {
  const at = content["cursor_pos"];
  // Without a position the end is meant.
  return typeof at === "number" ? at : [...code(content)].length;
};

/** The requests about the code, by message type. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  is_complete_request: (language, content) => language.isComplete(code(content)),
  complete_request: (language, content) => language.complete(code(content), cursor(content)),
  inspect_request: (language, content) =>
    language.inspect(code(content), cursor(content), Number(content["detail_level"] ?? 0)),
};

/**
 * Answers a request about the code, unless something more urgent comes: then the answer is empty.
 *
 * @param language The language service.
 * @param type The message type.
 * @param content The request's content.
 * @param urgent Settles when the answer is not worth waiting for.
 * @returns The reply's content, `null` when the request is none about the code.
 */
export async function answerLanguageRequest(
  language: LanguageService,
  type: string,
  content: JsonObject,
  urgent: Promise<void>,
): Promise<JsonObject | null> {
  const answer = Object.hasOwn(ANSWERS, type) ? ANSWERS[type]! : null;
  if (answer === null) return null;
  return await Promise.race([answer(language, content), urgent.then(() => emptyAnswer(type, content))]);
}

function emptyAnswer(type: string, content: JsonObject): JsonObject {
  if (type === "is_complete_request") return { status: "unknown" };
  if (type === "inspect_request") return { status: "ok", found: false, data: {}, metadata: {} };
  const at = cursor(content);
  return { status: "ok", matches: [], cursor_start: at, cursor_end: at, metadata: {} };
}
