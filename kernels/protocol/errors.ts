import { ThermolabError } from "../../lib/errors.ts";

/**
 * The peer sent bytes that ZMTP 3.0 or the Jupyter wire protocol does not allow, or it closed during the handshake.
 */
export class ProtocolError extends ThermolabError {
  override name = "ProtocolError";
}

/** A Jupyter message carries a signature that the connection's key does not produce. */
export class SignatureError extends ProtocolError {
  override name = "SignatureError";
}
