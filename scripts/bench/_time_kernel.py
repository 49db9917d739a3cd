"""Times one kernel. usage: _time_kernel.py KERNEL_SPEC_JSON CWD; prints {"readyMs", "idleKb"} when it is ready, then for each
line on stdin (a JSON string of code) {"ms", "kb"}: until the cell was idle, and the memory of the kernel's processes then."""
import json
import os
import sys
import tempfile
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager


def memory_kb(root):
    """Resident memory of a process and its children."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as f:
                    parents[int(entry)] = int(f.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                pass
    wanted, total = [root], 0
    while wanted:
        pid = wanted.pop()
        wanted += [child for child, parent in parents.items() if parent == pid]
        try:
            with open(f"/proc/{pid}/status") as f:
                total += next((int(line.split()[1]) for line in f if line.startswith("VmRSS")), 0)
        except OSError:
            pass
    return total


specs = tempfile.mkdtemp(prefix="kernelspec-")
os.makedirs(f"{specs}/bench")
with open(f"{specs}/bench/kernel.json", "w") as f:
    f.write(sys.argv[1])
manager = KernelManager(kernel_name="bench", kernel_spec_manager=KernelSpecManager(kernel_dirs=[specs]))
started = time.perf_counter()
with open(os.devnull, "w") as log:
    manager.start_kernel(cwd=sys.argv[2], stdout=log, stderr=log)
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
ready_ms = (time.perf_counter() - started) * 1000
pid = manager.provisioner.process.pid
time.sleep(1.5)
print(json.dumps({"readyMs": ready_ms, "idleKb": memory_kb(pid)}), flush=True)
for line in sys.stdin:
    started = time.perf_counter()
    msg = client.execute(json.loads(line))
    failed = None
    while True:
        m = client.get_iopub_msg(timeout=60)
        if m["parent_header"].get("msg_id") != msg:
            continue
        if m["msg_type"] == "error":
            failed = m["content"]["evalue"]
        if m["msg_type"] == "status" and m["content"]["execution_state"] == "idle":
            break
    ms = (time.perf_counter() - started) * 1000
    client.get_shell_msg(timeout=60)
    print(json.dumps({"ms": ms, "kb": memory_kb(pid), "failed": failed}), flush=True)
client.stop_channels()
manager.shutdown_kernel(now=True)
