"""JupyterHub configuration: the class server as a service that the hub starts, watches and ends.

For hubs on one machine, The Littlest JupyterHub among them. It listens on 127.0.0.1 alone, where users' servers reach it. Loaded
before class_tokens.py, which gives users their tokens: configuration files are read in the order of their names.

Variables, or the defaults of The Littlest JupyterHub:

CLASS_FOLDER   tokens, use, and the file `server.env` (/opt/tljh/state/class)
CLASS_COMMAND  the program, without its options (node of The Littlest JupyterHub's users, and tslab-magics above their homes)
CLASS_PORT     where it listens (8899)
CLASS_LIMITS   more options, such as `--requests-per-minute 10 --models gpt-4o-mini`
CLASS_USER     system user that it runs as (jupyterhub-class), when the hub is root

`server.env` has the real server and its key, a line each, and is for one user alone (0600). Without it all answers are canned:

BASE_URL=https://api.example.com/v1
ACCESS_TOKEN=the key
"""

import os
import pwd
import shlex
import stat

COMMAND = "/opt/tljh/user/bin/node /home/node_modules/tslab-magics/dist/cli.js"
FOLDER = os.environ.setdefault("CLASS_FOLDER", "/opt/tljh/state/class")
PORT = os.environ.setdefault("CLASS_PORT", "8899")
TOKENS = os.environ.setdefault("CLASS_TOKENS", f"{FOLDER}/tokens")
os.environ.setdefault("CLASS_BASE_URL", f"http://127.0.0.1:{PORT}/v1")
if os.geteuid() == 0:
    os.environ.setdefault("CLASS_USER", "jupyterhub-class")


#: Reads variables from the file that is its first argument, and becomes the program behind it. The hub would keep an environment of a
#: service in its database, key and all. Lines are taken as they stand: nothing in them is run.
WITH_SERVER = """
file=$1; shift
if [ -e "$file" ]; then
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in [A-Z]*=*) export "$line" ;; esac
  done < "$file" || exit 1
fi
exec "$@"
"""


def make_private(folder, server_file, owner):
    """The folder of the class server and the file with the key, for its user alone."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    held = [folder, *([server_file] if os.path.lexists(server_file) else [])]
    for path in held:
        mode = os.lstat(path).st_mode
        # The class server owns the folder: what it puts there must not give it, or show it, a file of root's.
        if stat.S_ISLNK(mode):
            raise PermissionError(f"{path} is a link: give the path that it leads to (CLASS_FOLDER), or copy the file")
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            private = "700" if path == folder else "600"
            raise PermissionError(f"{path} holds a key or tokens and is open to others: chmod {private} {path}")
    if not owner:
        return
    try:
        entry = pwd.getpwnam(owner)
    except KeyError:
        raise LookupError(
            f"There is no system user {owner} for the class server: useradd --system --user-group {owner}"
        ) from None
    for path in held:
        os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


SERVER = f"{FOLDER}/server.env"
make_private(FOLDER, SERVER, os.environ.get("CLASS_USER"))
c = get_config()  # noqa: F821
c.JupyterHub.services.append(
    {
        "name": "class",
        "command": [
            "/bin/sh", "-c", WITH_SERVER, "class", SERVER,
            *shlex.split(os.environ.get("CLASS_COMMAND", COMMAND)),
            "practice",
            "--tokens", TOKENS,
            "--usage", f"{FOLDER}/usage.jsonl",
            "--port", PORT,
            *shlex.split(os.environ.get("CLASS_LIMITS", "")),
        ],
        **({"user": os.environ["CLASS_USER"]} if os.environ.get("CLASS_USER") else {}),
    }
)
