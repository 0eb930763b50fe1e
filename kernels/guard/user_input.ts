import {
  connectDealer,
  type Connection,
  type ConnectionInfo,
  decodeMessage,
  encodeMessage,
  newMessage,
} from "../protocol/mod.ts";

/** Answers what a cell asks by `prompt()`. */
export type InputHandler = (prompt: string, password: boolean) => Promise<string>;

/** The client's side of a kernel's stdin socket, on which the kernel asks while a cell waits. */
export class UserInput {
  readonly #connection: Connection;
  readonly #key: string;
  readonly #session: string;
  #handler: InputHandler | null = null;
  #asked: Parameters<typeof newMessage>[3] = null;

  /** Used by {@linkcode UserInput.connect}. */
  constructor(connection: Connection, key: string, session: string) {
    this.#connection = connection;
    this.#key = key;
    this.#session = session;
  }

  /**
   * Connects to a kernel's stdin socket.
   *
   * @param info The kernel's connection.
   * @param session The session of the client whose executions ask.
   * @returns The connected socket.
   * @throws {ProtocolError} When the handshake fails; an operating system's error when nothing listens.
   */
  static async connect(info: ConnectionInfo, session: string): Promise<UserInput> {
    let input: UserInput | null = null;
    const identity = new TextEncoder().encode(session);
    const onMessage = (frames: Uint8Array[]): void => void input?.take(frames);
    const connection = await connectDealer({ ip: info.ip, port: info.stdin_port }, identity, { onMessage });
    input = new UserInput(connection, info.key, session);
    return input;
  }

  /** @param handler Who answers from now on; `null`: every question is cancelled. */
  answerWith(handler: InputHandler | null): void {
    this.#handler = handler;
  }

  /**
   * Takes a message of the socket and answers it if it is a question.
   *
   * @param frames The message's frames; one with a wrong signature is dropped.
   */
  async take(frames: readonly Uint8Array[]): Promise<void> {
    let message;
    try {
      message = decodeMessage(frames, this.#key);
    } catch {
      return;
    }
    if (message.header.msg_type !== "input_request") return;
    this.#asked = message.header;
    const { prompt, password } = message.content;
    let value: string | null = null;
    try {
      value = await this.#handler?.(String(prompt), password === true) ?? null;
    } catch {
      // Who does not answer has cancelled.
    }
    if (this.#asked === message.header) this.#answer(value);
  }

  /** Answers the open question, if there is one, as if it was cancelled. */
  cancel(): void {
    if (this.#asked !== null) this.#answer(null);
  }

  /** Closes the socket. */
  close(): void {
    this.#connection.close();
  }

  #answer(value: string | null): void {
    const reply = newMessage("input_reply", { status: "ok", value }, this.#session, this.#asked ?? null);
    this.#asked = null;
    this.#connection.send(encodeMessage(reply, this.#key));
  }
}
