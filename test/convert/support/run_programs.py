"""Runs Python programs, a JSON list on standard input, and writes what each printed and whether it failed as JSON."""

import contextlib
import io
import json
import logging
import resource
import signal
import sys
import warnings


def stop(_signal, _frame):
    raise MemoryError


# Lists that double in a loop end like this, soon.
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
signal.signal(signal.SIGALRM, stop)
warnings.simplefilter("ignore")
results = []
for program in json.load(sys.stdin.buffer):
    # Each finds logging as it is at the start.
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    logging.root.manager.loggerDict.clear()
    out, err = io.StringIO(), io.StringIO()
    failed = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            signal.alarm(2)
            try:
                exec(compile(program, "program", "exec"), {"__name__": "__main__"})
            except (Exception, SystemExit) as error:
                failed = type(error).__name__
            finally:
                signal.alarm(0)
        except MemoryError:
            # The time was over just as the program ended.
            failed = "MemoryError"
    # What prints without end says no more than its beginning.
    text = out.getvalue()
    is_long = len(text) >= 20000 or failed == "MemoryError"
    results.append({"out": None if is_long else text, "err": err.getvalue(), "failed": failed})
json.dump(results, sys.stdout)
