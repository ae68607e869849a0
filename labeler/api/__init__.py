"""The HTTP API under ``/api/v1``: what a person can do, for the surface and for scripts.

It only translates; every promise is kept by ``labeler.workflow``.
"""

from labeler.api.failing import failing_routes
from labeler.api.limits import WriteRate
from labeler.api.routes import Steps, routes

__all__ = ["Steps", "WriteRate", "failing_routes", "routes"]
