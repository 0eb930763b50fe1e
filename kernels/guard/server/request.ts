import type { Connection, JupyterMessage } from "../../protocol/mod.ts";

/** A client's request, with the connection that its reply goes to: clients may share an identity. */
export interface Request {
  readonly message: JupyterMessage;
  readonly connection: Connection;
}
