"""The program's version: the installed distribution's, else the checkout's."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("jixiao-extractor")
except PackageNotFoundError:  # a checkout that was never installed
    VERSION = "0.1.0"
