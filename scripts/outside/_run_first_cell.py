"""Runs the first code cell of a notebook as JupyterLab's page does: a session, and messages over its websocket.

Usage: _run_first_cell.py ADDRESS NOTEBOOK, the address with its token. Prints what the cell shows; ends with 1 if it fails.
"""

import asyncio
import json
import sys
import uuid
from urllib.parse import parse_qs, quote, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

address, notebook = urlsplit(sys.argv[1]), sys.argv[2]
headers = {"Authorization": f"token {parse_qs(address.query)['token'][0]}"}


async def ask(path, body=None):
    method = "GET" if body is None else "POST"
    request = HTTPRequest(f"http://{address.netloc}{path}", method, headers, body and json.dumps(body))
    return json.loads((await AsyncHTTPClient().fetch(request, raise_error=True)).body)


async def main():
    cells = (await ask(f"/api/contents/{quote(notebook)}"))["content"]["cells"]
    code = next(cell["source"] for cell in cells if cell["cell_type"] == "code")
    session = await ask(
        "/api/sessions", {"path": notebook, "name": notebook, "type": "notebook", "kernel": {"name": "tslab"}}
    )
    url = f"ws://{address.netloc}/api/kernels/{session['kernel']['id']}/channels"
    socket = await websocket_connect(HTTPRequest(url, headers=headers))
    message = {
        "channel": "shell",
        "header": {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3", "username": "", "session": session["id"]},
        "parent_header": {},
        "metadata": {},
        "content": {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False},
    }
    await socket.write_message(json.dumps(message))
    while True:
        answer = json.loads(await socket.read_message())
        if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        content = answer["content"]
        if answer["msg_type"] in ("display_data", "execute_result"):
            print(content["data"].get("text/plain"))
        elif answer["msg_type"] == "stream":
            print(content["text"], end="")
        elif answer["msg_type"] == "execute_reply":
            return content["status"]


sys.exit(0 if asyncio.run(asyncio.wait_for(main(), 120)) == "ok" else 1)
