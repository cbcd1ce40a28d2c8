"""The only door to resources/: icons, fonts, lessons and texts, wherever embviz is installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]

# A wheel carries resources/ inside the package; a checkout, and its editable install, beside it.
_HOMES = (_PACKAGE / "resources", _PACKAGE.parent / "resources")


class ResourceMissing(FileNotFoundError):
    """A resource that was asked for is not there; the message names it and where it was looked for."""


def path(*parts: str) -> Path:
    """The resource's place in the real file system, which Qt needs: `path("icons", "step.svg")`."""
    name = "/".join(parts)
    relative = Path(*parts)
    if relative.is_absolute() or ".." in relative.parts:
        raise ResourceMissing(f"{name!r} is not a resource: its path leads out of resources/")
    found = _home() / relative
    if not found.exists():
        raise ResourceMissing(f"embviz has no resource {name!r}: there is no {found}")
    return found


def text(*parts: str) -> str:
    """The resource's text."""
    return path(*parts).read_text(encoding="utf-8")


def data(*parts: str) -> bytes:
    """The resource's bytes."""
    return path(*parts).read_bytes()


def _home() -> Path:
    for home in _HOMES:
        if home.is_dir():
            return home
    raise ResourceMissing(f"embviz lies at {_PACKAGE} without its resources; install it again")
