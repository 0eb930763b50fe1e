"""Two clients of one kernel manager, which share a ZeroMQ identity, ask at the same time; and a restart; prints what came."""

import json
import sys
import time

import zmq
from jupyter_client.manager import KernelManager

manager = KernelManager(kernel_name=sys.argv[1])
manager.start_kernel()
first, second = manager.blocking_client(), manager.blocking_client()
for client in (first, second):
    client.start_channels()
    client.wait_for_ready(timeout=60)


def texts(client, code):
    """The outputs that the client sees while its own request runs."""
    seen = []
    reply = client.execute_interactive(
        code, timeout=60, output_hook=lambda m: seen.append(m["content"].get("text") or m["content"].get("evalue", ""))
    )
    return [reply["content"]["status"], "".join(seen).strip()]


asked = [client.execute(f"'value of {i}'") for i, client in enumerate((first, second))]
replies = []
for client in (first, second):
    while True:
        message = client.get_shell_msg(timeout=60)
        if message["msg_type"] == "execute_reply":
            break
    replies.append(message["parent_header"]["msg_id"])
own = replies == asked
alive = first.is_alive()
first.execute("globalThis.old = true", reply=True, timeout=60)
manager.restart_kernel()
for client in (first, second):
    client.wait_for_ready(timeout=60)
after = texts(first, "console.log(String(globalThis.old))")
# Jupyter's own channel asks once a second and keeps its last impression, which may still be that of the restart.
with first.context.socket(zmq.REQ) as socket:
    socket.connect(f"tcp://{manager.ip}:{manager.hb_port}")
    socket.send(b"ping")
    echoed = bool(socket.poll(60_000)) and socket.recv() == b"ping"
patience = time.monotonic() + 60
while not first.hb_channel.is_beating() and time.monotonic() < patience:
    time.sleep(0.05)
heartbeat = echoed and first.hb_channel.is_beating()
running = second.execute("while (true) {}")
# The other client's cells are shown here as well.
while True:
    message = second.get_iopub_msg(timeout=60)
    if message["msg_type"] == "execute_input" and message["parent_header"].get("msg_id") == running:
        break
manager.interrupt_kernel()
while True:
    message = second.get_shell_msg(timeout=60)
    if message["parent_header"].get("msg_id") == running:
        break
interrupted = message["content"].get("ename")
for client in (first, second):
    client.stop_channels()
manager.shutdown_kernel()
print(json.dumps({
    "own": own, "alive": alive, "after": after, "heartbeat": heartbeat, "interrupted": interrupted,
    "ended": not manager.is_alive(),
}))
