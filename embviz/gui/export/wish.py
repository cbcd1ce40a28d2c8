"""ExportWish: what somebody wants to take away, and whether the file can be there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from embviz.core.formats import DEFAULT_FPS, FORMATS, Kind

WINDOW, CURVE, TABLE, ANIMATION = "window", "curve", "table", "animation"
# What is neither is a panel, which is called by its name.
KINDS: dict[str, Kind] = {WINDOW: "figure", CURVE: "curve", TABLE: "table", ANIMATION: "animation"}
DEFAULT_SECONDS = 6


class ExportWish(NamedTuple):
    """What was chosen in the dialog.

    `what` is 'window', 'panel' (then `panel` is its name), 'curve' (the numbers), 'table' or 'animation';
    `format` an ending of core.formats without its dot; `scale` the pixels a px of a PNG or an animation,
    which has `fps` frames a second for `seconds`.
    """

    what: str
    panel: str
    format: str
    path: str
    scale: int = 1
    seconds: int = DEFAULT_SECONDS
    fps: int = DEFAULT_FPS

    @property
    def frames(self) -> int:
        """How many pictures the animation has."""
        return self.seconds * self.fps


def endings(kind: Kind) -> tuple[str, ...]:
    """Return the endings of the files of a kind, such as 'png', without their dots."""
    return tuple(ending.removeprefix(".") for ending, one in FORMATS.items() if one == kind)


def with_ending(name: str, ending: str) -> str:
    """Return the file name `name` with `ending`, in place of that of another format if it has one."""
    found = Path(name).suffix
    if found.lower() == f".{ending}" or not name:
        return name
    return f"{name.removesuffix(found) if found.lower() in FORMATS else name}.{ending}"


def problem(path: Path) -> str:
    """Return why no file can be written at `path`, and what to do; nothing where it looks as if it could."""
    folder = path.parent
    if "\0" in str(path):
        return QCoreApplication.translate("export", "The name holds a character that no name can hold.")
    try:
        is_folder, is_taken = folder.is_dir(), path.is_dir()
    # A name that is too long, for one.
    except OSError as error:
        return error.strerror or str(error)
    if not is_folder:
        text = QCoreApplication.translate(
            "export", "There is no folder {folder}. Choose another, or make it first."
        )
        return text.format(folder=folder)
    if is_taken:
        text = QCoreApplication.translate("export", "{name} is a folder. Type a name for the file in it.")
        return text.format(name=path.name)
    if not os.access(folder, os.W_OK):
        text = QCoreApplication.translate("export", "You may not write into {folder}. Choose another folder.")
        return text.format(folder=folder)
    return ""
