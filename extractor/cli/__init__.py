"""The command line: `app.py` has the options, each other module the work of a few commands."""

from extractor.cli.app import main

__all__ = ["main"]
