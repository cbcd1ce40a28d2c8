"""The window program: where everything meets, in the order that puts a picture on screen first.

The engine's process is started before anything else, then the bare shell of the window is shown. Only when
it is on screen are the buttons made (`Program._build`), only when these are, are numpy, pyqtgraph and the
panels imported (`Program._furnish`), after these what stands in their tabs (`Program._complete`), and last
what deals with files (`Program._take_up_files`).
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication

from embviz.core import startup
from embviz.gui import geometry, looks
from embviz.gui.control.process import end_engine, start_engine
from embviz.gui.errors import ErrorLog
from embviz.gui.sessions.folders import Folder, sessions_folder
from embviz.gui.shell import Shell
from embviz.gui.wall.look import Look, kept

if TYPE_CHECKING:
    from embviz.core.experiment import Experiment
    from embviz.gui.plan.start import PlanStart
    from embviz.gui.signals import SignalEnd
    from embviz.gui.studio import Studio
    from embviz.gui.window import MainWindow

STATUS_ERROR = 1
STATUS_USAGE = 2


class Program:
    """One run of the program, from the first paint to the exit status.

    It opens the `session`, where there is one, and keeps those without a name in the folder `sessions`; where
    that could not be made, the window says so.
    `language` is what it speaks at first, None for the one chosen before or the system's, and `look` has its
    colour map and the size of its text, if these are set before `run`.
    `on_furnished` is called with the Studio once the panels stand in the window; `errors` has what nobody
    foresaw.
    """

    def __init__(
        self,
        experiment: Experiment | None,
        theme_name: str,
        session: Path | None = None,
        sessions: Folder | None = None,
    ) -> None:
        # Until SignalEnd can end the loop: Python's own way is an exception in some slot, and no end.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        self.application = _application()
        self.on_furnished: Callable[[Studio], object] | None = None
        # Called once there is all that lessons and plans need, before any of it is seen.
        self.on_classroom: Callable[[Studio], object] | None = None
        self._start = partial(_start_engine, None if sessions is None else sessions.path)
        self._process: QProcess | None = self._start()
        self.errors = ErrorLog()
        self.errors.install()
        # Until the panels stand there is no place to tell of an error, and nothing to go on with.
        self.errors.tell = lambda _text: self.application.exit(STATUS_ERROR)
        self._signals: SignalEnd | None = None
        self._experiment = experiment
        self._session = session
        self._keeps_sessions = sessions is not None
        self._theme_name = theme_name
        self.language: str | None = "en"
        self.look = Look()
        self._studio: Studio | None = None
        self.window = Shell(_first_look(self.application, theme_name).ground)
        self.window.painted.connect(self._build)

    def run(self) -> int:
        """Show the window until it is closed. Returns the exit status."""
        self.window.show()
        self.window.setFocus()
        status = self.application.exec()
        process = self._process if self._studio is None else self._studio.release()
        if process is not None:
            end_engine(process)
        if self._signals is not None:
            self._signals.remove()
        return status or (STATUS_ERROR if self.errors.count else 0)

    def _build(self) -> None:
        from embviz.gui import theme
        from embviz.gui.signals import SignalEnd
        from embviz.gui.window import MainWindow

        self._signals = SignalEnd(self.application)
        theme.load_fonts()
        chosen = theme.chosen(self._theme_name, self.application.styleHints().colorScheme())
        chosen = self.look.of(chosen)
        theme.apply(self.application, chosen)
        self._speak()
        content = MainWindow(chosen)
        content.set_scrolling(chosen.text_scale > 1)
        if self.on_classroom is None:
            content.painted.connect(lambda: self._furnish(content))
        self.window.fill(content)
        if self.on_classroom is not None:
            # All before the next paint: what a plan hides is not to be seen for a moment.
            self._furnish(content)
            self._complete()
            self._take_up_files()

    def _speak(self) -> None:
        from embviz.gui import language

        code = language.first(self.language, geometry.settings())
        # English is what the sources say: to ask whether anything else is spoken would take longer than all.
        if code != language.ENGLISH:
            language.speak(code)

    def _furnish(self, content: MainWindow) -> None:
        from embviz.core.experiment import Experiment
        from embviz.gui.studio import Studio

        self.errors.install()
        assert self._process is not None
        experiment = Experiment() if self._experiment is None else self._experiment
        self._studio = Studio(content, self._start, self._process, experiment, self._session)
        self._process = None
        self.errors.tell = self._studio.show_error
        if self._theme_name == "system":
            self._studio.follow_system()
        # Whichever comes first: the panels on screen, or torch's first answer.
        self._studio.details.painted.connect(self._complete)
        self._studio.controller.snapshot_changed.connect(self._look_around)
        startup.end()
        if self.on_furnished is not None:
            self.on_furnished(self._studio)

    def _complete(self) -> None:
        from embviz.gui.details.views import make_views

        assert self._studio is not None
        if self._studio.views is None:
            self._studio.complete(make_views())
            # Once all is painted, while torch is loading: nobody can ask for a file yet.
            QTimer.singleShot(0, self.window, self._take_up_files)

    def _take_up_files(self) -> None:
        from embviz.gui.classroom import Classroom
        from embviz.gui.files import Files

        assert self._studio is not None
        if not self._studio.has_files:
            self._studio.take_up_files(Files)
            self._studio.take_up_classroom(Classroom)
            if self.on_classroom is not None:
                self.on_classroom(self._studio)

    def _look_around(self) -> None:
        assert self._studio is not None
        # Only now, and once: of an engine that is still starting nothing can be asked.
        self._studio.controller.snapshot_changed.disconnect(self._look_around)
        self._complete()
        self._take_up_files()
        if self._keeps_sessions:
            self._studio.files.look_around()


class UnusableFile(Exception):
    """A file that holds no experiment; the text says which and why."""


def run(
    experiment: Path | None,
    theme_name: str | None,
    session: Path | None = None,
    spoken: str | None = None,
    plan: Path | None = None,
) -> int:
    """Show the window, with an experiment or a session that was saved, in the language `spoken`, by a `plan`.

    What is given here counts for more than what the plan says of it.
    Returns the exit status: 0, 1 after an unexpected error, 2 for a file that holds no experiment or a plan
    that cannot be used, 130 and 143 after SIGINT and SIGTERM.
    """
    store = geometry.settings()
    look = kept(store)
    look = look._replace(theme=theme_name or look.theme)
    try:
        asked, begins = {"language": spoken, "theme": theme_name}, experiment is session is None
        start = None if plan is None else _planned(plan, look, asked, begins=begins)
        first = start.plan.first if start is not None and start.begins else loaded(experiment)
        shown = look if start is None else start.dress.look
        program = Program(first, shown.theme, session, sessions_folder())
    except UnusableFile as error:
        sys.stderr.write(f"embviz: {error}\n")
        return STATUS_USAGE
    program.look = shown
    geometry.restore(program.window, store)
    program.language = spoken if start is None else start.dress.language
    program.on_classroom = None if start is None else start.enter
    program.window.closed.connect(lambda: geometry.save(program.window, store))
    return program.run()


def _planned(path: Path, look: Look, asked: Mapping[str, str | None], *, begins: bool) -> PlanStart:
    """Return the plan at `path`, for a window that has that `look`. Raises UnusableFile."""
    from embviz.core.plan.faults import PlanError
    from embviz.gui import language
    from embviz.gui.plan.dress import Dress
    from embviz.gui.plan.start import PlanStart

    before = Dress(language.first(asked["language"], geometry.settings()), *look)
    try:
        return PlanStart.read(path, before, asked, begins=begins)
    except OSError as error:
        raise UnusableFile(f"{path} cannot be read: {error.strerror}") from error
    except PlanError as error:
        raise UnusableFile(f"{path} is no plan for this window:\n{error}") from error


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


def _start_engine(sessions: Path | None) -> QProcess:
    # Asked for at each start: it may have been changed since.
    return start_engine(sessions=sessions, history_mb=geometry.history_mb(geometry.settings()))


def _first_look(application: QApplication, theme_name: str) -> looks.Theme:
    # A guess, as good as a first moment needs: to ask Qt for its colour scheme takes a tenth of that moment.
    if theme_name in looks.THEMES:
        return looks.THEMES[theme_name]
    return looks.DARK if application.palette().window().color().lightness() < 128 else looks.LIGHT


def _application() -> QApplication:
    application = QApplication(sys.argv[:1])
    application.setApplicationName("embviz")
    application.setDesktopFileName("embviz")
    return application
