"""LiteLLM's proxy: started by tests, ended with them.

usage: litellm_proxy.py CONFIG_FILE PORT
Ends when its standard input does: whoever started it is gone then, in whatever way.
"""
import os
import sys
import threading


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
# The prices of models come with the package: none are fetched.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

from litellm import run_server  # noqa: E402

config, port = sys.argv[1:]
sys.argv = ["litellm", "--config", config, "--host", "127.0.0.1", "--port", port, "--num_workers", "1"]
run_server()
