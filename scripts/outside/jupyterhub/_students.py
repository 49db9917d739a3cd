"""Students of npm run test:jupyterhub, all at once: each starts a server through the hub's API, puts a notebook there and runs it over
the websocket, as JupyterLab's page does.

Usage: _students.py HUB NOTEBOOK USER…, the token of the hub in TEST_TOKEN. Reads a line of JSON for each round, a list of cells to run
behind the notebook (`{other}` is another student's name), and answers with a line: for each user what each cell showed and how it ended.
"""

import asyncio
import json
import os
import sys
import time
import uuid
from urllib.parse import quote

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

hub, notebook, *names = sys.argv[1:]
AsyncHTTPClient.configure(None, max_clients=50)


async def ask(path, token, method="GET", body=None):
    request = HTTPRequest(
        hub + path,
        method,
        {"Authorization": f"token {token}"},
        json.dumps(body) if body is not None else ("" if method == "POST" else None),
        request_timeout=180,
    )
    answer = await AsyncHTTPClient().fetch(request)
    return json.loads(answer.body) if answer.body else None


class Student:
    def __init__(self, name, other):
        self.name, self.other = name, other
        self.path = quote(name, safe="@")

    async def start(self):
        admin = os.environ["TEST_TOKEN"]
        await ask(f"/hub/api/users/{self.path}", admin, "POST")
        started = time.monotonic()
        await ask(f"/hub/api/users/{self.path}/server", admin, "POST")
        while True:
            user = await ask(f"/hub/api/users/{self.path}", admin)
            if user["servers"].get("", {}).get("ready"):
                break
            await asyncio.sleep(0.2)
        self.start_seconds = time.monotonic() - started
        self.token = (await ask(f"/hub/api/users/{self.path}/tokens", admin, "POST", {"expires_in": 3600}))["token"]
        with open(notebook, encoding="utf-8") as file:
            content = json.load(file)
        for cell in content["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
        self.content = content
        await self.save()
        session = {"path": "lesson.ipynb", "name": "lesson", "type": "notebook", "kernel": {"name": "tslab"}}
        self.session = await ask(f"/user/{self.path}/api/sessions", self.token, "POST", session)
        path = f"/user/{self.path}/api/kernels/{self.session['kernel']['id']}/channels"
        headers = {"Authorization": f"token {self.token}"}
        self.socket = await websocket_connect(HTTPRequest(hub.replace("http", "ws", 1) + path, headers=headers))

    async def save(self):
        body = {"type": "notebook", "content": self.content}
        await ask(f"/user/{self.path}/api/contents/lesson.ipynb", self.token, "PUT", body)

    async def run(self, code):
        """Runs a cell; gives its outputs in nbformat and how it ended."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "version": "5.3", "username": "", "session": self.session["id"]}
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": False}
        await self.socket.write_message(
            json.dumps({"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content})
        )
        outputs, status, idle = [], None, False
        while status is None or not idle:
            message = json.loads(await self.socket.read_message())
            if message["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                outputs.append({"output_type": "stream", **content})
            elif kind in ("display_data", "execute_result", "update_display_data"):
                outputs.append({"output_type": "display_data", "data": content["data"], "metadata": content["metadata"]})
            elif kind == "error":
                outputs.append({"output_type": "error", **content})
            elif kind == "execute_reply":
                status = content["status"]
            elif kind == "status":
                idle = content["execution_state"] == "idle"
        return {"outputs": outputs, "status": status}

    async def stop(self):
        """Ends kernel and server in the order in which a page does; a server that is killed would leave its kernel behind."""
        self.socket.close()
        await ask(f"/user/{self.path}/api/sessions/{self.session['id']}", self.token, "DELETE")
        await ask(f"/hub/api/users/{self.path}/server", os.environ["TEST_TOKEN"], "DELETE")

    async def lesson(self):
        cells = []
        for cell in self.content["cells"]:
            if cell["cell_type"] != "code":
                continue
            done = await self.run("".join(cell["source"]))
            cell["outputs"] = done["outputs"]
            cells.append({"id": cell["id"], **done})
        await self.save()
        return cells

    async def more(self, cells):
        return [{"id": f"cell {at}", **await self.run(code.replace("{other}", self.other))} for at, code in enumerate(cells)]


async def main():
    students = [Student(name, names[(at + 1) % len(names)]) for at, name in enumerate(names)]
    await asyncio.gather(*(student.start() for student in students))
    lessons = await asyncio.gather(*(student.lesson() for student in students))
    tell({student.name: {"cells": cells, "startSeconds": student.start_seconds} for student, cells in zip(students, lessons)})
    while line := await asyncio.to_thread(sys.stdin.readline):
        results = await asyncio.gather(*(student.more(json.loads(line)) for student in students))
        tell({student.name: {"cells": cells} for student, cells in zip(students, results)})
    await asyncio.gather(*(student.stop() for student in students))


def tell(answer):
    print(json.dumps(answer), flush=True)


asyncio.run(main())
