"""Serves an app the same way for every server that is measured."""

import uvicorn
from starlette.applications import Starlette


def serve(app: Starlette, port: int) -> None:
    """One process on loopback, uvloop and httptools, without an access log."""
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
