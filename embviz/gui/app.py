"""The window program: where everything meets, in the order that puts a picture on screen first.

The engine's process is started before anything else, then the bare window is shown, and only when it is
on screen are numpy, pyqtgraph and the panels imported: `Program._furnish` is the one place that does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from embviz.gui import geometry, theme
from embviz.gui.errors import ErrorLog
from embviz.gui.process import end_engine, start_engine
from embviz.gui.signals import SignalEnd
from embviz.gui.window import MainWindow

if TYPE_CHECKING:
    from embviz.core.experiment import Experiment
    from embviz.gui.studio import Studio

STATUS_ERROR = 1
STATUS_USAGE = 2


class Program:
    """One run of the program, from the first paint to the exit status.

    `on_furnished` is called with the Studio once the panels stand in the window.
    """

    def __init__(self, experiment: Experiment | None, theme_name: str) -> None:
        self.application = _application()
        self.on_furnished: Callable[[Studio], object] | None = None
        self._process: QProcess | None = start_engine()
        self._errors = ErrorLog()
        self._errors.install()
        self._signals = SignalEnd(self.application)
        self._experiment = experiment
        self._theme_name = theme_name
        self._studio: Studio | None = None
        theme.load_fonts()
        chosen = theme.chosen(theme_name, self.application.styleHints().colorScheme())
        theme.apply(self.application, chosen)
        self.window = MainWindow()
        self.window.set_theme(chosen)
        self.window.painted.connect(self._furnish)

    def run(self) -> int:
        """Show the window until it is closed. Returns the exit status."""
        self.window.show()
        self.window.setFocus()
        status = self.application.exec()
        self._signals.remove()
        process = self._process if self._studio is None else self._studio.link.release()
        if process is not None:
            end_engine(process)
        return status or (STATUS_ERROR if self._errors.count else 0)

    def _furnish(self) -> None:
        from embviz.core.experiment import Experiment
        from embviz.gui.studio import Studio

        self._errors.install()
        assert self._process is not None
        experiment = Experiment() if self._experiment is None else self._experiment
        self._studio = Studio(self.window, start_engine, self._process, experiment)
        self._process = None
        self._errors.tell = self._studio.show_error
        self.application.styleHints().colorSchemeChanged.connect(self._on_colour_scheme)
        if self.on_furnished is not None:
            self.on_furnished(self._studio)

    def _on_colour_scheme(self) -> None:
        if self._studio is not None and self._theme_name == "system":
            self._studio.set_theme(theme.chosen("system", self.application.styleHints().colorScheme()))


class UnusableFile(Exception):
    """A file that holds no experiment; the text says which and why."""


def run(experiment: Path | None, theme_name: str) -> int:
    """Show the window.

    Returns the exit status: 0, 1 after an unexpected error, 2 for a file that holds no experiment, 130
    and 143 after SIGINT and SIGTERM.
    """
    try:
        program = Program(loaded(experiment), theme_name)
    except UnusableFile as error:
        sys.stderr.write(f"embviz: {error}\n")
        return STATUS_USAGE
    store = geometry.settings()
    geometry.restore(program.window, store)
    program.window.closed.connect(lambda: geometry.save(program.window, store))
    return program.run()


def loaded(path: Path | None) -> Experiment | None:
    """Return the experiment in the file at `path`, None for no path. Raises UnusableFile."""
    if path is None:
        return None
    from embviz.core.experiment import Experiment, ExperimentError

    try:
        return Experiment.load(path)
    except OSError as error:
        raise UnusableFile(f"{path} cannot be read: {error.strerror}") from error
    except ExperimentError as error:
        raise UnusableFile(f"{path} holds no experiment: {error}") from error


def _application() -> QApplication:
    application = QApplication(sys.argv[:1])
    application.setApplicationName("embviz")
    application.setDesktopFileName("embviz")
    return application
