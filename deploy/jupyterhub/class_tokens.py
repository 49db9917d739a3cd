"""JupyterHub configuration: each user gets a token of their own for the class server.

The hub makes a token when a user's server starts for the first time, keeps it in a file that the class server reads
(`tslab-magics practice --tokens FILE`), and gives it to that user's server alone, with the address of the class server: as the
variables ACCESS_TOKEN and BASE_URL, which notebooks read by themselves. The key of the real server is not here: only the class
server has it.

Variables of the hub's process:

CLASS_TOKENS    the file of tokens, lines of NAME TOKEN (/srv/class/tokens)
CLASS_BASE_URL  the class server as users' servers reach it (http://127.0.0.1:8899/v1)
CLASS_USER      system user that the class server runs as, when the hub is root: the file becomes theirs
"""

import hashlib
import os
import pwd
import re
import secrets

#: Names that the class server takes as they are. All others, and those that look like what they become, are hashed.
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+'-]{0,63}")
HASHED_NAME = re.compile(r"u\.[0-9a-f]{24}")


def class_name(user):
    """The name of a user in the file of tokens: no two users share one."""
    if PLAIN_NAME.fullmatch(user) and not HASHED_NAME.fullmatch(user):
        return user
    return f"u.{hashlib.sha256(user.encode()).hexdigest()[:24]}"


def token_of(file, user):
    """Reads the token of a user, and makes it when there is none.

    Whoever takes a line out of the file ends that token: the next start of the user's server makes another.
    """
    name = class_name(user)
    try:
        # The hub may be root, and the folder that of the class server: a link there leads to no file of others.
        with open(os.open(file, os.O_RDONLY | os.O_NOFOLLOW), encoding="utf-8") as held:
            text = held.read()
    except FileNotFoundError:
        text = ""
    for line in text.splitlines():
        words = line.split("#", 1)[0].split()
        if len(words) == 2 and words[0] == name:
            return words[1]
    token = f"class-{secrets.token_urlsafe(24)}"
    begun = text if text == "" or text.endswith("\n") else f"{text}\n"
    replace_file(file, f"{begun}{name} {token}\n")
    return token


def replace_file(file, text):
    """Writes a file that only its owner can read, in one step: the class server never sees half of it."""
    draft = f"{file}.{secrets.token_hex(8)}.tmp"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            owner = os.environ.get("CLASS_USER")
            if owner and os.geteuid() == 0:
                entry = pwd.getpwnam(owner)
                os.fchown(out.fileno(), entry.pw_uid, entry.pw_gid)
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, file)
    except BaseException:
        os.unlink(draft)
        raise


def with_class_token(before=None):
    """A hook for `c.Spawner.pre_spawn_hook` that calls the one that was there first."""

    async def hook(spawner):
        if before is not None:
            done = before(spawner)
            if hasattr(done, "__await__"):
                await done
        file = os.environ.get("CLASS_TOKENS", "/srv/class/tokens")
        # No await between reading and writing: of two users who start at once neither loses the line.
        token = token_of(file, spawner.user.name)
        spawner.environment = {
            **spawner.environment,
            "BASE_URL": os.environ.get("CLASS_BASE_URL", "http://127.0.0.1:8899/v1"),
            "ACCESS_TOKEN": token,
        }

    return hook


c = get_config()  # noqa: F821
c.Spawner.pre_spawn_hook = with_class_token(c.Spawner.get("pre_spawn_hook"))
