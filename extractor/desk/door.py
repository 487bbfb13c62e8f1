"""Who may come in: the keys of one running desk, and the names it is called by."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "::1")


@dataclass(slots=True)
class Door:
    """The keys of one running desk."""

    host: str
    port: int
    _tokens: set[str] = field(default_factory=set)
    _sessions: set[str] = field(default_factory=set)

    @property
    def cookie(self) -> str:
        """Cookies know no port: two desks on one machine must not overwrite each other's."""
        return f"jixiao-desk-{self.port}"

    def address(self, path: str = "/") -> str:
        """An address that opens once, for the terminal and the browser."""
        token = secrets.token_urlsafe(32)
        self._tokens.add(token)
        shown = "127.0.0.1" if self.host in ("", "0.0.0.0", "::") else self.host  # noqa: S104
        where = f"[{shown}]" if ":" in shown else shown
        return f"http://{where}:{self.port}/enter?token={token}&to={path}"

    def admit(self, token: str) -> str | None:
        """The session of a token that was not used before; None for any other."""
        if token not in self._tokens:
            return None
        self._tokens.discard(token)
        session = secrets.token_urlsafe(32)
        self._sessions.add(session)
        return session

    def knows(self, session: str | None) -> bool:
        """True for a cookie that this desk gave out."""
        return session is not None and session in self._sessions

    def is_own(self, host: str) -> bool:
        """True for a `Host` header that names this desk.

        Bound to 127.0.0.1 it has three names; with `--host`, also every address written in digits and the machine's
        own name, for a rebound name is neither.
        """
        parsed = urlsplit(f"//{host}")
        try:
            name, port = (parsed.hostname or "").lower(), parsed.port or 80
        except ValueError:
            return False
        if port != self.port or "@" in host or "/" in host:
            return False
        if name in ("localhost", *LOOPBACK):
            return True
        if self.host in LOOPBACK or self.host == "localhost":
            return False
        return name in (self.host.lower(), socket.gethostname().lower()) or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
