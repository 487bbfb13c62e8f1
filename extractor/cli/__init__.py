"""The command line: `app.py` lists the commands, `on_….py` have their options, the others each do the work of a few."""

from extractor.cli.app import main

__all__ = ["main"]
