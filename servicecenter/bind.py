"""Where the web listens, and who can reach it there."""

import contextlib
import http.client
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Bind:
    """Where to listen. Raises ValueError when the text is no host:port."""

    host: str
    port: int

    @classmethod
    def read(cls, text: str) -> "Bind":
        try:
            parts = urlsplit(f"//{text}")
            if parts.hostname and parts.port and not parts.path:
                return cls(parts.hostname, parts.port)
        except ValueError:  # a port that is no number
            pass
        raise ValueError(f"It must be HOST:PORT, for example 127.0.0.1:8000, not {text!r}.")

    @property
    def loopback(self) -> bool:
        if self.host == "localhost":
            return True
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return False

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def check_free(self) -> None:
        """Raises ValueError when somebody listens there already, or nobody may."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise ValueError(f"Cannot listen on {self}: {error.strerror}.") from error

    def answers(self) -> bool:
        """Does the web answer there yet?"""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - asked, not bound
        caller = http.client.HTTPConnection(host, self.port, timeout=2)
        try:
            caller.request("GET", "/healthz", headers={"Host": "localhost"})
            return caller.getresponse().status < 500
        except OSError:
            return False
        finally:
            caller.close()
