import { expect, test } from "vitest";
import type { Request } from "../../../../kernels/guard/server/request.ts";
import { RequestQueue } from "../../../../kernels/guard/server/request_queue.ts";
import { newMessage } from "../../../../kernels/protocol/mod.ts";

test("RequestQueue.abort() cancels what waits and what comes within its window, of one type, and nothing later", async () => {
  const served: [string, boolean][] = [];
  const queue: RequestQueue = new RequestQueue(async ({ message: { header, content } }, aborted) => {
    served.push([`${header.msg_type} ${content["n"]}`, aborted]);
    if (content["n"] !== 1) return;
    await Promise.resolve();
    const over = queue.abort("execute", 30);
    add("execute", 3);
    await over;
  });
  const add = (type: string, n: number): void => {
    const request: Pick<Request, "message"> = { message: newMessage(type, { n }, "s") };
    queue.add(request as Request);
  };
  add("execute", 1);
  add("execute", 2);
  add("other", 2);
  await queue.idle;
  add("execute", 4);
  await queue.idle;
  expect(served).toEqual([
    ["execute 1", false],
    ["execute 2", true],
    ["other 2", false],
    ["execute 3", true],
    ["execute 4", false],
  ]);
});
