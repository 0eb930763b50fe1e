import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { JsonObject } from "../../protocol/mod.ts";
import { awakeTimer } from "../awake_timer.ts";
import { type CellNames, readCellNames } from "./cell_names.ts";
import { completeReply, type Completion, type CompletionItem, fitting } from "./completion.ts";
import { hoverMarkdown, inspectReply, type MarkedText, type SignatureHelp, signatureMarkdown } from "./inspection.ts";
import { isComplete } from "./is_complete.ts";
import { type LanguageServer, startLanguageServer } from "./language_server.ts";
import { linkNames } from "./link_names.ts";
import { oneModule, plainNames } from "./one_module.ts";
import { type LinePosition, offsetAt, positionAt, utf16Offset } from "./positions.ts";
import { loadTypeScript } from "./typescript.ts";

const TIMEOUT_MS = 2000;
/** The server reads the whole library before its first answer. */
const FIRST_TIMEOUT_MS = 8000;
/** Signatures are asked for one by one, so only for a list that somebody reads. */
const MOST_SIGNATURES = 20;
/** Not a file: the server knows it only from what it is sent. */
const DOCUMENT = ".thermolab-cells.ts";

/** What a language service is made for. */
export interface LanguageOptions {
  /** The kernel's working directory. */
  readonly cwd: string;
  /** Path of the Deno executable. */
  readonly deno: string;
  /** Milliseconds until an answer is empty, 2000 unless given. */
  readonly timeoutMilliseconds?: number;
  /** The same for answers that wait for the server's start, 8000 unless given. */
  readonly firstTimeoutMilliseconds?: number;
}

/** Documentation and completion over the cells that have run, in the shapes of Jupyter's replies. */
export interface LanguageService {
  /** Takes note of a cell that has run; costs nothing until something is asked. */
  addCell(code: string): void;
  /** Forgets all cells, as after a restart. */
  reset(): void;
  /** The content of `complete_reply`; `cursor` counts code points. */
  complete(code: string, cursor: number): Promise<JsonObject>;
  /** The content of `inspect_reply`; with `detailLevel` 1 the definition's source is added. */
  inspect(code: string, cursor: number, detailLevel?: number): Promise<JsonObject>;
  /** The content of `is_complete_reply`. */
  isComplete(code: string): Promise<JsonObject>;
  /** The server's process id, `null` when none runs. */
  readonly pid: number | null;
  /** Ends the server; afterwards all answers are empty. */
  dispose(): Promise<void>;
}

/**
 * Makes a language service. It asks `deno lsp`, which resolves imports as the kernel does, about one document: the cells
 * that have run, as one module, and the current cell. The server is started by the first question and again after it
 * has died; a question that it cannot answer, or not in time, gets an empty answer. So do all questions in a folder that
 * `deno.json` excludes.
 *
 * @param options Working directory, executable, time-outs.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const language = createLanguageService({ cwd: ".", deno: Deno.execPath() });
 * language.addCell("const reading = { celsius: 21 };");
 * const reply = await language.complete("reading.cel", 11);
 * await language.dispose();
 * assert.deepEqual(reply["matches"], ["celsius"]);
 * ```
 */
export function createLanguageService(options: LanguageOptions): LanguageService {
  return new Language(options);
}

/** One state of the document, sent and asked about. */
interface Question {
  readonly server: LanguageServer;
  readonly code: string;
  /** The cursor in the cell, in UTF-16 units. */
  readonly offset: number;
  /** The cell's first line in the document. */
  readonly firstLine: number;
  readonly document: string;
  readonly signal: AbortSignal;
}

class Language implements LanguageService {
  readonly #options: LanguageOptions;
  readonly #uri: string;
  readonly #names = new Map<string, CellNames>();
  #cells: string[] = [];
  #server: Promise<LanguageServer> | null = null;
  #running: LanguageServer | null = null;
  #answered = false;
  #disposed = false;
  #version = 0;

  constructor(options: LanguageOptions) {
    this.#options = options;
    this.#uri = pathToFileURL(join(resolve(options.cwd), DOCUMENT)).href;
  }

  get pid(): number | null {
    return this.#running?.pid ?? null;
  }

  addCell(code: string): void {
    // A cell that runs again says nothing new where it stood before.
    this.#cells = [...this.#cells.filter((cell) => cell !== code), code];
  }

  reset(): void {
    this.#cells = [];
    this.#names.clear();
  }

  async complete(code: string, cursor: number): Promise<JsonObject> {
    const offset = utf16Offset(code, cursor);
    const found = await this.#ask(code, offset, async (question): Promise<Completion> => {
      const list = await this.#request(question, "textDocument/completion", { context: { triggerKind: 1 } });
      const items = Array.isArray(list) ? list : (list as { items: CompletionItem[] } | null)?.items ?? [];
      const completion = fitting(items, code, offset, question.firstLine);
      return { ...completion, items: await withSignatures(question, completion.items) };
    });
    return completeReply(found ?? { start: offset, items: [] }, code, offset);
  }

  async inspect(code: string, cursor: number, detailLevel = 0): Promise<JsonObject> {
    const offset = utf16Offset(code, cursor);
    const markdown = await this.#ask(code, offset, async (question) => {
      const hover = await this.#request(question, "textDocument/hover") as { contents: MarkedText } | null;
      const text = hover === null ? null : hoverMarkdown(hover.contents);
      if (text === null) {
        const help = await this.#request(question, "textDocument/signatureHelp") as SignatureHelp | null;
        return help === null ? null : signatureMarkdown(help);
      }
      const source = detailLevel > 0 ? await this.#definitionSource(question) : null;
      return source === null ? text : `${text}\n\n\`\`\`ts\n${source}\n\`\`\``;
    });
    return inspectReply(markdown === null ? null : plainNames(markdown));
  }

  async isComplete(code: string): Promise<JsonObject> {
    return isComplete(await loadTypeScript(), code);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const server = await this.#server?.catch(() => null);
    await server?.stop();
  }

  /** The answer, `null` when there is none in time. */
  async #ask<T>(code: string, offset: number, ask: (question: Question) => Promise<T>): Promise<T | null> {
    if (this.#disposed) return null;
    const { timeoutMilliseconds = TIMEOUT_MS, firstTimeoutMilliseconds = FIRST_TIMEOUT_MS } = this.#options;
    const limit = new AbortController();
    let giveUp = (): void => {};
    const late = new Promise<null>((done) => giveUp = () => done(null));
    const timer = awakeTimer(this.#answered ? timeoutMilliseconds : firstTimeoutMilliseconds, () => {
      // What the first question waits for is what the next one needs.
      if (this.#answered) limit.abort();
      giveUp();
    });
    const asked = async (): Promise<T> => {
      const server = await this.#started();
      const answer = await ask({ server, code, offset, ...await this.#show(server, code), signal: limit.signal });
      this.#answered = this.#running === server;
      return answer;
    };
    // A server that dies or refuses is as good as none.
    const answer = await Promise.race([asked().catch(() => null), late]);
    timer.stop();
    return answer;
  }

  #started(): Promise<LanguageServer> {
    const forget = (): void => {
      this.#server = null;
      this.#running = null;
      this.#answered = false;
      this.#version = 0;
    };
    return this.#server ??= startLanguageServer(this.#options.deno, this.#options.cwd).then((server) => {
      this.#running = server;
      server.ended.then(forget);
      return server;
    }, (error: unknown) => {
      forget();
      throw error;
    });
  }

  /** Sends the document as it is with this cell at its end. */
  async #show(server: LanguageServer, code: string): Promise<Pick<Question, "document" | "firstLine">> {
    const ts = await loadTypeScript();
    const unread = this.#cells.filter((cell) => !this.#names.has(cell));
    readCellNames(ts, unread).forEach((names) => this.#names.set(names.source, names));
    const cells = this.#cells.map((cell) => this.#names.get(cell)!);
    const { text } = oneModule(cells, undefined, linkNames([...cells, ...readCellNames(ts, [code])]));
    const document = text + code;
    const version = ++this.#version;
    if (version === 1) {
      const textDocument = { uri: this.#uri, languageId: "typescript", version, text: document };
      server.connection.notify("textDocument/didOpen", { textDocument });
    } else {
      server.connection.notify("textDocument/didChange", {
        textDocument: { uri: this.#uri, version },
        contentChanges: [{ text: document }],
      });
    }
    return { document, firstLine: text.split("\n").length - 1 };
  }

  #request({ server, code, offset, firstLine, signal }: Question, method: string, more = {}): Promise<unknown> {
    const { line, character } = positionAt(code, offset);
    const position = { line: firstLine + line, character };
    return server.connection.request(method, { textDocument: { uri: this.#uri }, position, ...more }, signal);
  }

  async #definitionSource(question: Question): Promise<string | null> {
    const found = await this.#request(question, "textDocument/definition") as
      | { targetUri?: string; targetRange?: { start: LinePosition; end: LinePosition } }[]
      | null;
    const { targetUri, targetRange } = found?.[0] ?? {};
    if (targetUri === undefined || targetRange === undefined) return null;
    if (targetUri !== this.#uri && !targetUri.startsWith("file:")) return null;
    const text = targetUri === this.#uri ? question.document : await readFile(fileURLToPath(targetUri), "utf8");
    return text.slice(offsetAt(text, targetRange.start), offsetAt(text, targetRange.end));
  }
}

async function withSignatures(
  { server, signal }: Question,
  items: readonly CompletionItem[],
): Promise<readonly CompletionItem[]> {
  if (items.length > MOST_SIGNATURES) return items;
  return await Promise.all(items.map(async (item) => ({
    ...item,
    ...await server.connection.request("completionItem/resolve", item, signal) as CompletionItem,
  })));
}
