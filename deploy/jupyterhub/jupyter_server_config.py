"""Jupyter Server configuration of each user's server: a package.json of their own.

Node looks for packages in the folder of a notebook and in those above it, so the library that all share is installed above the
homes. npm looks in the same way for a place to install into, and would take the shared one, which no user can write.
"""

import os

try:
    with open(os.path.expanduser("~/package.json"), "x", encoding="utf-8") as file:
        file.write('{ "private": true }\n')
except FileExistsError:
    pass

c = get_config()  # noqa: F821
