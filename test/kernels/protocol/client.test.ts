import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import {
  type Connection,
  type ConnectionInfo,
  connectKernel,
  decodeMessage,
  encodeMessage,
  type JupyterMessage,
  newConnectionInfo,
  newMessage,
  openConnection,
  ProtocolError,
} from "../../../kernels/protocol/mod.ts";
import { eventually } from "../eventually.ts";

/** A kernel of three sockets that echoes requests; it shows that the pieces serve the server's side as well. */
async function fakeKernel(): Promise<
  { info: ConnectionInfo; shell: Connection[]; iopub: Connection[]; close(): void }
> {
  const info = await newConnectionInfo();
  const shell: Connection[] = [], iopub: Connection[] = [];
  const answer = (frames: Uint8Array[], connection: Connection): void => {
    const request = decodeMessage(frames, info.key);
    const type = request.header.msg_type.replace("_request", "_reply");
    connection.send(encodeMessage(newMessage(type, request.content, "kernel", request.header), info.key));
  };
  const servers = [["shell_port", "ROUTER", shell], ["control_port", "ROUTER", shell], [
    "iopub_port",
    "PUB",
    iopub,
  ]] as const;
  const open = await Promise.all(servers.map(async ([port, socketType, list]) => {
    const server = createServer(async (socket) => {
      const onMessage = socketType === "ROUTER" ? answer : () => {};
      const connection = await openConnection(socket, { socketType, onMessage });
      list.push(connection);
    });
    await new Promise<void>((done) => server.listen(info[port], info.ip, done));
    return server;
  }));
  return {
    info,
    shell,
    iopub,
    close() {
      for (const connection of [...shell, ...iopub]) connection.close();
      for (const server of open) server.close();
    },
  };
}

describe("connectKernel()", () => {
  test("connectKernel() pairs replies with requests, delivers broadcasts and drops and counts wrong signatures", async () => {
    const kernel = await fakeKernel();
    const broadcasts: JupyterMessage[] = [];
    const client = await connectKernel(kernel.info, { onBroadcast: (message) => broadcasts.push(message) });
    const replies = await Promise.all(
      [1, 2, 3].map((n) => client.request(n === 2 ? "control" : "shell", "echo_request", { n }).reply),
    );
    expect(replies.map((reply) => reply.content["n"])).toEqual([1, 2, 3]);

    await eventually(() => kernel.iopub.length).toBe(1);
    const status = (state: string) => newMessage("status", { execution_state: state }, "kernel");
    kernel.iopub[0]!.send(encodeMessage(status("busy"), kernel.info.key));
    kernel.iopub[0]!.send(encodeMessage(status("forged"), "another key"));
    kernel.iopub[0]!.send(encodeMessage(status("idle"), kernel.info.key));
    await eventually(() => broadcasts.length).toBe(2);
    expect(broadcasts.map((message) => message.content["execution_state"])).toEqual(["busy", "idle"]);
    expect(client.badSignatures).toBe(1);
    client.close();
    kernel.close();
  });

  test("connectKernel() rejects replies still awaited when the kernel goes, and those asked for later", async () => {
    const kernel = await fakeKernel();
    let closed = 0;
    const client = await connectKernel(kernel.info, { onBroadcast: () => {}, onClose: () => closed++ });
    await client.request("shell", "echo_request", {}).reply;
    await eventually(() => kernel.iopub.length).toBe(1);
    kernel.close();
    const { reply } = client.request("shell", "echo_request", {});
    await expect(reply).rejects.toThrow(ProtocolError);
    await client.ended;
    await expect(client.request("shell", "echo_request", {}).reply).rejects.toThrow(ProtocolError);
    expect(closed).toBe(1);
  });
});
