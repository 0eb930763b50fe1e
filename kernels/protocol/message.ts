import { randomUUID } from "node:crypto";

/** Any JSON value that a message carries. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object, the form of a message's metadata and content. */
export type JsonObject = { [key: string]: Json };

/** The header of a Jupyter message (Jupyter messaging protocol 5.3, "General Message Format"). */
export interface MessageHeader {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  /** ISO 8601. */
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

/** One Jupyter message. `parent` is the header of the request that caused it, `null` where there is none. */
export interface JupyterMessage {
  /** Routing frames before the delimiter; for iopub the topic. */
  readonly identities: readonly Uint8Array[];
  readonly header: MessageHeader;
  readonly parent: MessageHeader | null;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/**
 * A new message of the given type, with a fresh identifier and the present time.
 *
 * @param type The message type, such as `execute_request`.
 * @param content Its content.
 * @param session The sender's session, the same for all its messages.
 * @param parent The header that it answers, `null` for a request.
 * @returns The message, without routing frames and buffers.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const request = newMessage("kernel_info_request", {}, "a-session");
 * assert.equal(request.header.msg_type, "kernel_info_request");
 * assert.equal(request.header.session, "a-session");
 * ```
 */
export function newMessage(
  type: string,
  content: JsonObject,
  session: string,
  parent: MessageHeader | null = null,
): JupyterMessage {
  const header: MessageHeader = {
    msg_id: randomUUID(),
    session,
    username: "thermolab",
    date: new Date().toISOString(),
    msg_type: type,
    version: "5.3",
  };
  return { identities: [], header, parent, metadata: {}, content, buffers: [] };
}
