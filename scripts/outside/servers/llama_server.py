"""llama.cpp's own HTTP server, as the wheel of xllamacpp carries it: started by tests, ended with them.

usage: llama_server.py MODEL_FILE [SETTINGS_JSON]
SETTINGS_JSON has fields of xllamacpp.CommonParams. Prints `listening ADDRESS` as soon as the server has loaded its model,
and ends when its standard input does: whoever started it is gone then, in whatever way.
"""
import json
import os
import sys
import threading

import xllamacpp


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.hostnames = ["127.0.0.1"]
params.port = 0
params.n_ctx = 16384
params.n_parallel = 4
params.cpuparams.n_threads = 1
params.cpuparams_batch.n_threads = 1
params.endpoint_slots = True
params.warmup = False
params.fit_params = False
params.cache_ram_mib = 0
# The same request has the same answer, so that a test that passed once does so again.
params.sampling.seed = 7
for name, value in json.loads(sys.argv[2] if len(sys.argv) > 2 else "{}").items():
    setattr(params, name, value)
server = xllamacpp.Server(params)
print("listening", server.listening_address, flush=True)
threading.Event().wait()
