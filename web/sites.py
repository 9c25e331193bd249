"""Websites that may show the widget: their addresses as browsers compare them, and what a policy must allow."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from urllib.parse import SplitResult, urlsplit

# Ports that a browser leaves out of an origin.
USUAL_PORTS = {"http": 80, "https": 443}
HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*|\[[0-9a-f:.]+\]"
)
WANTED = "wanted an address such as 'https://www.clinic.example'"
# What a host page's policy must name for the widget, and what each falls back on (CSP level 3, 6.1).
NEEDED: Mapping[str, Sequence[str]] = {
    "script-src": ("script-src-elem", "script-src", "default-src"),
    "frame-src": ("frame-src", "child-src", "default-src"),
}


class Fit(StrEnum):
    """How a site stands to the list of allowed sites."""

    ALLOWED = "allowed"
    OTHER_SCHEME = "other_scheme"
    OTHER_PORT = "other_port"
    OTHER_NAME = "other_name"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """A site's fit, and the allowed site that it was taken for, if any."""

    fit: Fit
    nearest: str | None = None


def origin(text: str) -> str:
    """The origin of an address as browsers write it: scheme and host in small letters, no usual port, no path.

    Raises:
        ValueError: not an `http` or `https` address of one host; wildcards and user names are refused.
    """
    try:
        parts = urlsplit(text.strip())
        name, port = _host(parts), parts.port
    except ValueError as error:
        raise ValueError(f"{WANTED}, found {text!r}") from error
    if parts.scheme not in USUAL_PORTS or not HOST.fullmatch(name) or "@" in parts.netloc:
        raise ValueError(f"{WANTED}, found {text!r}")
    return f"{parts.scheme}://{name}" + ("" if port in (None, USUAL_PORTS[parts.scheme]) else f":{port}")


def _host(parts: SplitResult) -> str:
    name = parts.hostname or ""
    if ":" in name:
        return f"[{name}]"
    return name if name.isascii() else name.encode("idna").decode("ascii")


def listed(text: str) -> str:
    """One entry of the list of allowed sites.

    Raises:
        ValueError: not an address, or one with a path, query or fragment: a whole site is allowed or none of it.
    """
    site, parts = origin(text), urlsplit(text)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(f"wanted a whole site, {site!r}, found {text!r}")
    return site


def standing(site: str, allowed: Sequence[str]) -> Standing:
    """Whether an origin is allowed, or for which allowed one it may have been taken; never more than exact equality."""
    if site in allowed:
        return Standing(Fit.ALLOWED, site)
    one = urlsplit(site)
    for other in map(urlsplit, allowed):
        if other.hostname == one.hostname:
            fit = Fit.OTHER_SCHEME if other.scheme != one.scheme else Fit.OTHER_PORT
            return Standing(fit, other.geturl())
    for other in map(urlsplit, allowed):
        if _related(one.hostname or "", other.hostname or ""):
            return Standing(Fit.OTHER_NAME, other.geturl())
    return Standing(Fit.UNKNOWN)


def _related(one: str, other: str) -> bool:
    """Whether one host is a sub-domain of the other, `www.` included, or both of the same `www` name."""
    return one.endswith("." + other) or other.endswith("." + one)


def missing(policy: str, server: str) -> tuple[str, ...]:
    """The directives that a host page's Content-Security-Policy lacks for the widget, each with its whole new value.

    `policy` is the header's value, or the line as copied with `Content-Security-Policy:` before it.
    """
    directives = _directives(policy)
    found = []
    for name, order in NEEDED.items():
        ruling = next((each for each in order if each in directives), None)
        if ruling is None or _admits(directives[ruling], server):
            continue
        kept = " ".join(source for source in directives[ruling] if source != "'none'")
        found.append(" ".join((ruling if ruling != "default-src" else name, kept, server)).replace("  ", " "))
    return tuple(found)


def _directives(policy: str) -> dict[str, tuple[str, ...]]:
    """The first of each name counts (CSP level 3, 2.2.1)."""
    value = re.sub(r"^\s*content-security-policy\s*:", "", policy, flags=re.IGNORECASE)
    found: dict[str, tuple[str, ...]] = {}
    for part in value.split(";"):
        if words := part.split():
            found.setdefault(words[0].lower(), tuple(words[1:]))
    return found


def _admits(sources: Sequence[str], server: str) -> bool:
    """Whether a source list names the server: by origin, host, scheme, or with a wildcard."""
    at = urlsplit(server)
    hosts = (source.lower().removeprefix(f"{at.scheme}://").rstrip("/") for source in sources)
    return f"{at.scheme}:" in sources or any(fnmatchcase(at.netloc, host) for host in hosts)
