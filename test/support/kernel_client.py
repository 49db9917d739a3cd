"""Drives one real kernel with jupyter_client, for tests.

usage: kernel_client.py KERNEL_SPEC_JSON CWD
Reads one JSON command a line from stdin, writes one JSON answer a line to stdout:
  {"id": 1, "do": "run", "code": "...", "answers": ["..."], "timeout": 60}   -> outputs, reply
  {"id": 2, "do": "start", "code": "..."} -> {"msg": "..."}   (returns at once; later "wait")
  {"id": 3, "do": "wait", "msgs": ["..."], "timeout": 60, "settle": 0.2}
  {"id": 4, "do": "interrupt"} | {"do": "complete"|"inspect"|"is_complete", "code", "pos"}
  {"id": 7, "do": "send", "type": "history_request", "content": {...}, "replied": true} -> outputs, reply of any other message
  {"id": 6, "do": "record"} -> keeps every message from now on; {"do": "messages"} -> those kept since the last time
  {"id": 5, "do": "answer", "value": "...", "parent": true} | {"do": "next_prompt"} | {"do": "kill"} | {"do": "shutdown"}
"""
import json
import os
import queue
import sys
import tempfile
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

spec, cwd = json.loads(sys.argv[1]), sys.argv[2]
specs = tempfile.mkdtemp(prefix="kernelspec-")
os.makedirs(f"{specs}/under_test")
with open(f"{specs}/under_test/kernel.json", "w") as f:
    json.dump(spec, f)
log = open(f"{specs}/log", "w")


def start(timeout):
    """A kernel that answers, or nothing: between the choice of its ports and their use another program may take one."""
    manager = KernelManager(kernel_name="under_test", kernel_spec_manager=KernelSpecManager(kernel_dirs=[specs]))
    manager.start_kernel(cwd=cwd, env={**os.environ, **spec.get("env", {})}, stdout=log, stderr=log)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=timeout)
    except RuntimeError:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        log.seek(0)
        log.truncate()
        return None
    return manager, client


started = start(40) or start(60)
if started is None:
    sys.exit("the kernel did not answer, twice")
manager, client = started

cells = {}
prompts = []
recorded = None


def record(channel, message):
    """Keeps a message as it came, if a test wants to see them all."""
    if recorded is not None:
        fields = ("parent_header", "metadata", "content")
        one = {field: message[field] for field in fields}
        recorded.append({"channel": channel, "type": message["header"]["msg_type"], **one})


def cell(msg_id):
    return cells.setdefault(msg_id, {"outputs": [], "types": [], "idle": False, "reply": None, "times": []})


def take(message):
    record("iopub", message)
    parent = message["parent_header"].get("msg_id")
    kind, content = message["msg_type"], message["content"]
    at = cell(parent)
    at["types"].append(kind)
    if kind == "stream":
        last = at["outputs"][-1] if at["outputs"] else None
        if last and last["type"] == "stream" and last["name"] == content["name"]:
            last["text"] += content["text"]
        else:
            at["outputs"].append({"type": "stream", **content})
        at["times"].append(time.time())
    elif kind in ("display_data", "execute_result"):
        at["outputs"].append({"type": "display", **content})
        at["times"].append(time.time())
    elif kind == "update_display_data":
        display = content["transient"].get("display_id")
        at["updates"] = at.get("updates", 0) + 1
        for one in cells.values():
            for output in one["outputs"]:
                if output["type"] == "display" and output["transient"].get("display_id") == display:
                    output.update(data=content["data"], metadata=content["metadata"])
        at["times"].append(time.time())
    elif kind == "error":
        at["outputs"].append({"type": "error", **content})
    elif kind == "clear_output":
        at["outputs"].append({"type": "clear", **content})
    elif kind == "status" and content["execution_state"] == "idle":
        at["idle"] = True


def pump(done, timeout, answers=()):
    """Reads all channels until done() or the time is over."""
    answers = list(answers)
    end = time.time() + timeout
    while True:
        try:
            take(client.get_iopub_msg(timeout=0.02))
            while True:
                take(client.get_iopub_msg(timeout=0))
        except queue.Empty:
            pass
        try:
            reply = client.get_shell_msg(timeout=0)
            record("shell", reply)
            cell(reply["parent_header"]["msg_id"])["reply"] = reply["content"]
        except queue.Empty:
            pass
        try:
            prompt = client.get_stdin_msg(timeout=0)
            record("stdin", prompt)
            prompts.append(prompt)
            if answers:
                client.input(answers.pop(0))
        except queue.Empty:
            pass
        if done():
            return True
        if time.time() > end:
            return False


def finished(ids):
    return all(cell(i)["idle"] and cell(i)["reply"] is not None for i in ids)


def perform(command):
    global recorded
    what = command["do"]
    timeout = command.get("timeout", 60)
    if what in ("run", "start"):
        # allow_stdin as a notebook front end sends it, unless the test says otherwise
        msg = client.execute(command["code"], allow_stdin=command.get("stdin", False), stop_on_error=command.get("stop_on_error", True))
        cell(msg)
        if what == "start":
            return {"msg": msg}
        ok = pump(lambda: finished([msg]), timeout, command.get("answers", ()))
        if command.get("settle"):
            pump(lambda: False, command["settle"])
        return {"msg": msg, "finished": ok, **cell(msg)}
    if what == "wait":
        ids = command["msgs"]
        ok = pump(lambda: finished(ids), timeout, command.get("answers", ()))
        if command.get("settle"):
            pump(lambda: False, command["settle"])
        return {"finished": ok, "cells": [cell(i) for i in ids]}
    if what == "pump":
        pump(lambda: False, command["seconds"])
        return {}
    if what == "until":  # until a started cell has shown some text
        def seen():
            return command["text"] in json.dumps(cell(command["msg"])["outputs"], ensure_ascii=False)
        return {"seen": pump(seen, timeout), **cell(command["msg"])}
    if what == "look":
        return cell(command["msg"])
    if what == "interrupt":
        manager.interrupt_kernel()
        return {}
    if what == "next_prompt":
        ok = pump(lambda: bool(prompts), timeout)
        return {"prompt": prompts[-1]["content"] if ok else None}
    if what == "forget_prompts":
        prompts.clear()
        return {}
    if what == "answer":
        message = client.session.msg("input_reply", {"value": command["value"]})
        if command.get("parent"):
            message["parent_header"] = prompts[command.get("index", -1)]["header"]
        client.stdin_channel.send(message)
        return {}
    if what in ("complete", "inspect"):
        msg = getattr(client, what)(command["code"], command["pos"])
        pump(lambda: finished([msg]), timeout)
        return {"reply": cell(msg)["reply"]}
    if what == "is_complete":
        msg = client.is_complete(command["code"])
        pump(lambda: finished([msg]), timeout)
        return {"reply": cell(msg)["reply"]}
    if what == "send":  # any message on the shell channel; waits until the kernel is idle again, and has replied if it is to
        message = client.session.msg(command["type"], command["content"])
        client.shell_channel.send(message)
        msg = message["header"]["msg_id"]
        done = (lambda: finished([msg])) if command["replied"] else (lambda: cell(msg)["idle"])
        return {"finished": pump(done, timeout), **cell(msg)}
    if what == "record":
        recorded = []
        return {}
    if what == "messages":
        kept, recorded = recorded, []
        return {"messages": kept}
    if what == "alive":
        return {"alive": manager.is_alive(), "pid": manager.provisioner.process.pid if manager.is_alive() else None}
    if what == "log":
        log.flush()
        return {"log": open(f"{specs}/log").read()}
    if what == "kill":
        manager.provisioner.process.kill()
        return {}
    raise ValueError(what)


try:
    # Nobody may be there any more to read it.
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        if command["do"] == "shutdown":
            break
        try:
            answer = perform(command)
        except Exception as error:  # reported to the test, which fails
            answer = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps({"id": command["id"], **answer}, default=str), flush=True)
finally:
    client.stop_channels()
    if manager.is_alive():
        manager.shutdown_kernel(now=True)
