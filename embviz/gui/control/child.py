"""Child processes of the program itself: this Python and this embviz, whatever lies in the current folder."""

from __future__ import annotations

import os
import site
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment

import embviz

# -P: a student's own torch.py or random.py in the folder of the day must not be imported instead.
RUN_EMBVIZ = (sys.executable, "-P", "-m", "embviz")


def new_child(parent: QObject | None = None) -> QProcess:
    """Return a process, not started yet, in which RUN_EMBVIZ finds this package."""
    process = QProcess(parent)
    environment = QProcessEnvironment.systemEnvironment()
    home = str(Path(embviz.__file__).parents[1])
    if home not in site.getsitepackages():
        # A checkout: -P takes the current folder off the path, and with it this package.
        paths = [home, environment.value("PYTHONPATH")]
        environment.insert("PYTHONPATH", os.pathsep.join(path for path in paths if path))
    process.setProcessEnvironment(environment)
    return process
