"""The hub of npm run test:jupyterhub: users' servers are processes on this machine, in folders of their own. What is tested are the
files of deploy/jupyterhub, loaded as they stand.

When the hub is root, each user's server runs under a number of its own; such a user needs no entry on this machine.
"""

import os

from jupyterhub.spawner import SimpleLocalProcessSpawner

FOLDER = os.environ["TEST_FOLDER"]
#: Number of the first user; 0 for none of their own.
FIRST_UID = int(os.environ["TEST_FIRST_UID"])


class OwnFolderSpawner(SimpleLocalProcessSpawner):
    home_dir_template = f"{FOLDER}/home/{{username}}"

    async def start(self):
        os.makedirs(self.home_dir, mode=0o700, exist_ok=True)
        if FIRST_UID:
            os.chown(self.home_dir, *2 * [FIRST_UID + self.user.id])
        return await super().start()

    def make_preexec_fn(self, name):
        home, number = self.home_dir, FIRST_UID + self.user.id

        def become_user():
            if FIRST_UID:
                os.setgroups([])
                os.setgid(number)
                os.setuid(number)
            os.chdir(home)

        return become_user


c = get_config()  # noqa: F821
c.JupyterHub.bind_url = f"http://127.0.0.1:{os.environ['TEST_PORT']}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{os.environ['TEST_HUB_PORT']}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['TEST_PROXY_PORT']}"
c.ConfigurableHTTPProxy.command = os.environ["TEST_PROXY"].split("\n")
c.JupyterHub.db_url = f"sqlite:///{FOLDER}/hub/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{FOLDER}/hub/cookie_secret"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = OwnFolderSpawner
if os.geteuid() == 0 and not FIRST_UID:
    c.Spawner.args = ["--allow-root"]
c.Spawner.environment = {"TSLAB_MAGICS_TYPE_ERRORS": os.environ["TEST_TYPES"]}
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.JupyterHub.services = [{"name": "test", "api_token": os.environ.pop("TEST_TOKEN")}]
c.JupyterHub.load_roles = [
    {"name": "test", "services": ["test"], "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"]}
]
for name in ("class_service.py", "class_tokens.py"):
    load_subconfig(os.path.join(os.environ["TEST_DEPLOY"], name))  # noqa: F821
