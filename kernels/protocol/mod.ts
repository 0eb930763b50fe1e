/**
 * ZMTP 3.0 over TCP and the Jupyter wire protocol, written out: frames, handshake, signed messages, connection files.
 * Nothing in here knows which kernel it talks to.
 *
 * @module
 */
export * from "./client.ts";
export * from "./command.ts";
export * from "./connect.ts";
export * from "./connection.ts";
export * from "./connection_file.ts";
export * from "./decoder.ts";
export * from "./errors.ts";
export * from "./frame.ts";
export * from "./greeting.ts";
export * from "./hmac.ts";
export * from "./listen.ts";
export * from "./message.ts";
export * from "./message_of.ts";
export * from "./publisher.ts";
export * from "./wire.ts";
