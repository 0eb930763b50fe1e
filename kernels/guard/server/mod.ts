/**
 * The guarded kernel as a Jupyter kernel: five sockets, any number of clients.
 *
 * @module
 */
export * from "./execute_content.ts";
export * from "./executor.ts";
export * from "./history.ts";
export * from "./kernel_info.ts";
export * from "./kernel_server.ts";
export * from "./language_requests.ts";
export * from "./parent_watch.ts";
export * from "./questions.ts";
export * from "./refusal.ts";
export * from "./request.ts";
export * from "./request_queue.ts";
export * from "./sockets.ts";
