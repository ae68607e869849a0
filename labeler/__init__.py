"""Label who did what to whom, and who says so, in news text."""

from importlib.metadata import version

__version__ = version("labeler")
