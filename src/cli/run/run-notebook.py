"""Runs one notebook on its kernel and reports each step as one line of JSON on standard output.

Owns nothing but that: run.ts starts it with the Python of .venv and print-run.ts draws what it reports.
Usage: run-notebook.py NOTEBOOK [--save]
"""

import asyncio
import json
import sys
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


def main(path, save):
    notebook = nbformat.read(path, as_version=4)
    total = sum(cell.cell_type == "code" for cell in notebook.cells)
    report("start", cells=total)
    number = 0

    def on_cell_start(cell, cell_index):
        nonlocal number
        number += cell.cell_type == "code"
        report("cell", type=cell.cell_type, number=number, source=cell.source)

    async def on_cell_error(cell, cell_index, execute_reply):
        # Where failures are expected the run goes on, but tslab drops what is sent within 200 ms after one.
        await asyncio.sleep(0.3)

    client = ReportingClient(
        notebook,
        timeout=None,
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
        failure = {"cell": number, "ename": error.ename, "evalue": error.evalue}
    except (DeadKernelError, KeyboardInterrupt):
        failure = {"cell": number, "ename": "Kernel", "evalue": "the kernel ended before the cell did"}
    # A failed run does not cost the outputs of the last good one.
    if save and failure is None:
        nbformat.write(notebook, path)
    report("end", failure=failure)


main(Path(sys.argv[1]).resolve(), "--save" in sys.argv[2:])
