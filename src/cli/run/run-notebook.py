"""Runs one notebook on its kernel and reports each step as one line of JSON on standard output.

Owns nothing but that: run-notebook.ts starts it with the Python of .venv. The last line holds the outputs of each code
cell as nbclient would save them: displays as they were last, neighbouring streams joined.
Usage: run-notebook.py NOTEBOOK [--save] [--go-on] [--time-limit SECONDS]
"""

import argparse
import asyncio
import json
import os
import signal
import threading
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

OUTPUTS = {"stream", "display_data", "update_display_data", "execute_result", "error", "clear_output"}


def report(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


class ReportingClient(NotebookClient):
    """Reports each output when it arrives; nbclient collects them for the saved notebook as well."""

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] in OUTPUTS:
            report("output", type=msg["msg_type"], content=msg["content"])
        return super().process_message(msg, cell, cell_index)

    async def async_start_new_kernel_client(self):
        """A kernel that answers: between the choice of its ports and their use another program may take one."""
        try:
            return await super().async_start_new_kernel_client()
        except RuntimeError:
            self.create_kernel_manager()
            await self.async_start_new_kernel()
            return await super().async_start_new_kernel_client()


class TimeLimit:
    """Ends the run as a signal from outside would: nbclient then ends the kernel, which needs no help to be ended."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.is_running = False
        self.has_passed = False

    def start(self):
        """From the first cell on: how long a kernel may take to start is nbclient's to limit."""
        if self.seconds is None or self.is_running:
            return
        self.is_running = True
        timer = threading.Timer(self.seconds, self.end)
        timer.daemon = True
        timer.start()

    def end(self):
        self.has_passed = True
        os.kill(os.getpid(), signal.SIGTERM)

    def failure(self, ename, evalue):
        """Why a cell failed: a kernel that is ended may still answer."""
        if self.has_passed:
            return "Timeout", f"the notebook ran longer than {self.seconds:g} s and was ended"
        return ename, evalue


def main(path, save, seconds, go_on):
    notebook = nbformat.read(path, as_version=4)
    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    report("start", cells=total)
    number = 0
    limit = TimeLimit(seconds)

    def on_cell_start(cell, cell_index):
        nonlocal number
        limit.start()
        number += cell.cell_type == "code"
        report("cell", type=cell.cell_type, number=number, source=cell.source)

    async def on_cell_error(cell, cell_index, execute_reply):
        # Where failures are expected the run goes on, but tslab drops what is sent within 200 ms after one.
        await asyncio.sleep(0.3)

    client = ReportingClient(
        notebook,
        timeout=None,
        allow_errors=go_on,
        coalesce_streams=True,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=on_cell_start,
        on_cell_error=on_cell_error,
    )
    failure = None
    try:
        client.execute()
    except CellExecutionError as error:
        failure = limit.failure(error.ename, error.evalue)
    except (DeadKernelError, KeyboardInterrupt):
        failure = limit.failure("Kernel", "the kernel ended before the cell did")
    except AssertionError:
        # nbclient asserts between two steps that it still has a kernel.
        if not limit.has_passed:
            raise
        failure = limit.failure("", "")
    # A failed run does not cost the outputs of the last good one.
    if save and failure is None:
        nbformat.write(notebook, path)
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    report("end", failure=failure and {"cell": number, "ename": failure[0], "evalue": failure[1]}, outputs=outputs)


parser = argparse.ArgumentParser()
parser.add_argument("notebook", type=Path)
parser.add_argument("--save", action="store_true")
parser.add_argument("--go-on", action="store_true")
parser.add_argument("--time-limit", type=float)
given = parser.parse_args()
main(given.notebook.resolve(), given.save, given.time_limit, given.go_on)
