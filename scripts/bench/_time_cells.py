"""Times cells of one kernel. usage: _time_cells.py KERNEL_SPEC_JSON CWD; one JSON string of code a line on stdin; out come
milliseconds until the cell was idle, a blank, and milliseconds of processor time of the kernel's main thread (0 but on Linux)."""
import json
import os
import sys
import tempfile
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager


def cpu_ms(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/schedstat") as f:
            return int(f.read().split()[0]) / 1e6
    except OSError:
        return 0


specs = tempfile.mkdtemp(prefix="kernelspec-")
os.makedirs(f"{specs}/bench")
with open(f"{specs}/bench/kernel.json", "w") as f:
    f.write(sys.argv[1])
manager = KernelManager(kernel_name="bench", kernel_spec_manager=KernelSpecManager(kernel_dirs=[specs]))
with open(os.devnull, "w") as log:
    manager.start_kernel(cwd=sys.argv[2], stdout=log, stderr=log)
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
print("ready", flush=True)
pid = manager.provisioner.process.pid
for line in sys.stdin:
    cpu_started = cpu_ms(pid)
    started = time.perf_counter()
    msg = client.execute(json.loads(line))
    while True:
        m = client.get_iopub_msg(timeout=20)
        if m["parent_header"].get("msg_id") != msg:
            continue
        if m["msg_type"] == "status" and m["content"]["execution_state"] == "idle":
            break
    print((time.perf_counter() - started) * 1000, cpu_ms(pid) - cpu_started, flush=True)
    client.get_shell_msg(timeout=60)
client.stop_channels()
manager.shutdown_kernel(now=True)
