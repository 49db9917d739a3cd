"""Run first in a Python kernel: requests to other machines go to the mock server at OUTSIDE_MOCK, under `/__host__/NAME`.

The twin of mock/redirect.cjs, by the libraries that Python's clients send with. Proxies of the machine are not asked.
Secrets of Colab are variables of the environment, as the converter takes them.
"""

import os
import sys
import types
from urllib.parse import urlsplit

OUTSIDE_MOCK = os.environ["OUTSIDE_MOCK"]
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def address_at_mock(url):
    parts = urlsplit(str(url))
    if parts.hostname in LOOPBACK or parts.scheme not in ("http", "https"):
        return None
    query = f"?{parts.query}" if parts.query else ""
    return f"{OUTSIDE_MOCK}/__host__/{parts.hostname}{parts.path}{query}"


def redirect_httpx(library):
    def redirected(request):
        address = address_at_mock(request.url)
        if address is not None:
            request.url = library.URL(address)
            request.headers["host"] = urlsplit(OUTSIDE_MOCK).netloc
        return request

    send = library.HTTPTransport.handle_request
    send_async = library.AsyncHTTPTransport.handle_async_request
    library.HTTPTransport.handle_request = lambda self, request: send(self, redirected(request))
    library.AsyncHTTPTransport.handle_async_request = lambda self, request: send_async(self, redirected(request))


def redirect_requests():
    import requests

    send = requests.adapters.HTTPAdapter.send

    def redirected(self, request, *args, **options):
        request.url = address_at_mock(request.url) or request.url
        return send(self, request, *args, **options)

    requests.adapters.HTTPAdapter.send = redirected


def redirect_urllib():
    import urllib.request

    opened = urllib.request.OpenerDirector.open

    def redirected(self, url, *args, **options):
        if isinstance(url, str):
            url = address_at_mock(url) or url
        elif address_at_mock(url.full_url):
            url.full_url = address_at_mock(url.full_url)
        return opened(self, url, *args, **options)

    urllib.request.OpenerDirector.open = redirected


def imitate_colab():
    import google

    colab = types.ModuleType("google.colab")
    colab.userdata = types.SimpleNamespace(get=lambda name: os.environ[name])
    google.colab = sys.modules["google.colab"] = colab


def name_mistral():
    """What stood in the package itself stands in its client since version 2."""
    try:
        import mistralai
        from mistralai import client
        from mistralai.client import models
    except ImportError:
        return

    def find(name):
        for module in (client, models):
            if hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(name)

    mistralai.__getattr__ = find
    sys.modules["mistralai.models"] = models


def keep_texts():
    """IPython 9 empties lines of white space, those inside of texts as well: only cells that are indented are dedented."""
    from IPython import get_ipython
    from IPython.core import inputtransformer2

    def dedented(lines):
        return inputtransformer2.leading_indent(lines) if lines and lines[0][:1].isspace() else lines

    transforms = get_ipython().input_transformer_manager.cleanup_transforms
    transforms[:] = [dedented if each is inputtransformer2.leading_indent else each for each in transforms]


imitate_colab()
name_mistral()
keep_texts()
for name in ("httpx", "httpx2"):
    try:
        redirect_httpx(__import__(name))
    except ImportError:
        pass
redirect_requests()
redirect_urllib()
for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
    os.environ.pop(name, None)
