"""The front door: what a platform posts goes straight to its end, pages through the application.

The application's middleware and its list of paths are for browsers; a platform's post needs none
of them, and comes a thousand times for each page.
"""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Front:
    """One ASGI application made of the pages and of the ends where platforms post."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        """`app` knows all `routes` too; those that match one path as it stands are short-cut."""
        self._app = app
        self._ends = {
            each.path: each.app
            for each in routes
            if isinstance(each, Route) and not each.param_convertors and each.methods is None
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on."""
        end = self._ends.get(scope["path"]) if scope["type"] == "http" else None
        await (end or self._app)(scope, receive, send)
