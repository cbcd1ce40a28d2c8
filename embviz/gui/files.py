"""Files: what a window takes from files and puts into them: sessions, vectors, texts, figures, films."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QMenu

from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.files import write_whole
from embviz.core.messages import Done
from embviz.core.order import Order
from embviz.gui import geometry
from embviz.gui.control.notice import Notice, retold
from embviz.gui.export.animation import AnimationJob
from embviz.gui.export.dialog import ExportDialog
from embviz.gui.export.figure import write_figure
from embviz.gui.export.numbers import curve_csv
from embviz.gui.export.panel_menu import PanelMenu
from embviz.gui.export.progress import ProgressStrip
from embviz.gui.export.wish import ANIMATION, CURVE, TABLE, WINDOW, ExportWish
from embviz.gui.opening.desk import ForForm, Opening, OpeningDesk
from embviz.gui.sessions.desk import SessionDesk
from embviz.gui.sessions.drop import DropTarget
from embviz.gui.sessions.folders import recent_file, sessions_folder
from embviz.gui.sessions.recent import RecentFiles
from embviz.gui.setup.rows import OWN_TEXT, VECTORS

if TYPE_CHECKING:
    from embviz.gui.studio import Studio


class Files(QObject):
    """The files of one window, from its first snapshot on."""

    desk: SessionDesk

    def __init__(self, studio: Studio, recent_menu: QMenu) -> None:
        super().__init__(studio)
        self._studio = studio
        self.desk = SessionDesk(studio.window, studio.controller, RecentFiles(recent_file()), studio.notices)
        self.desk.fill_menu(recent_menu)
        self.opening = OpeningDesk(studio.window, studio.controller, lambda: studio.window.theme)
        self.progress = ProgressStrip()
        self.panel_menu = PanelMenu(studio.panels, lambda: studio.curve.numbers, self)
        self.drop = DropTarget(studio.window.window())
        self._dialog: ExportDialog | None = None
        self._job: AnimationJob | None = None
        studio.window.add_strip(self.progress, is_above=False)
        self._connect()

    def look_around(self) -> None:
        """Offer what a crash has left, and say where nothing can be kept."""
        megabytes = geometry.history_mb(geometry.settings())
        if megabytes is not None:
            self._studio.timeline.set_budget(megabytes)
        folder = sessions_folder()
        if folder.path is None:
            self.desk.warn_of_memory(folder.why)
        self.desk.look_for_unfinished()

    def retranslate(self) -> None:
        """Say everything in the language that is set now."""
        self.desk.retranslate()
        if self._dialog is not None:
            self._dialog.retranslate()

    def ask_vectors(self) -> None:
        """Ask for a file of vectors, and begin a run whose table starts from it."""
        self.opening.ask_vectors()

    def ask_text(self) -> None:
        """Ask for a text, and begin a run that learns its words."""
        self.opening.ask_text()

    def ask_export(self, what: str = WINDOW) -> None:
        """Ask what to take away, with `what` chosen already."""
        if self._dialog is None:
            self._dialog = ExportDialog(self._studio.panels, _pictures(), self._studio.window)
            self._dialog.chosen.connect(self.export)
        self._dialog.set_theme(self._studio.window.theme)
        self._dialog.ask(what)

    def export(self, wish: ExportWish) -> None:
        """Write what `wish` says, or say why not."""
        try:
            self._ways[wish.what](wish)
        except (OSError, ValueError) as error:
            self._fail(getattr(error, "strerror", None) or str(error))

    def _connect(self) -> None:
        studio = self._studio
        self._ways = {
            WINDOW: self._write_figure,
            "panel": self._write_figure,
            CURVE: self._write_curve,
            TABLE: self._write_table,
            ANIMATION: self._write_animation,
        }
        studio.timeline.budget_asked.connect(self._keep_budget)
        self.drop.session_dropped.connect(self.desk.open)
        self.drop.experiment_dropped.connect(self._load)
        self.drop.table_dropped.connect(self.opening.open)
        self.drop.refused.connect(studio.notices.tell)
        studio.setup.file_wanted.connect(self._on_file_wanted)
        self.opening.opened.connect(self._begin)
        self.opening.vectors_chosen.connect(self._on_vectors)
        self.opening.text_chosen.connect(studio.setup.take_text)
        self.opening.given_up.connect(studio.setup.keep_choice)
        self.opening.refused.connect(studio.notices.tell)
        studio.work.cancelled.connect(self.opening.give_up)
        self.panel_menu.figure_asked.connect(self.ask_export)
        self.panel_menu.copied.connect(studio.window.status.say)
        self.progress.cancelled.connect(self._cancel)
        studio.controller.exported.connect(self._on_exported)

    def _begin(self, opening: Opening) -> None:
        studio = self._studio
        studio.begin(opening.experiment)
        studio.setup.set_experiment(opening.experiment)
        studio.curve.begin_anew(opening.curve)
        studio.notices.tell(opening.hint)

    def _on_vectors(self, chosen: ForForm) -> None:
        self._studio.setup.take_file(*chosen)

    def _on_file_wanted(self, what: str) -> None:
        ask = {VECTORS: self.opening.ask_vectors, OWN_TEXT: self.opening.ask_text}[what]
        ask(is_for_form=True)

    def _write_figure(self, wish: ExportWish) -> None:
        widget = self._studio.window if wish.what == WINDOW else self._studio.panels[wish.panel]
        write_figure(widget, Path(wish.path), wish.scale)
        self._tell_written(wish.path)

    def _write_curve(self, wish: ExportWish) -> None:
        write_whole(Path(wish.path), curve_csv(self._studio.curve.numbers).encode())
        self._tell_written(wish.path)

    def _write_table(self, wish: ExportWish) -> None:
        self._studio.controller.export(wish.path, wish.format)

    def _write_animation(self, wish: ExportWish) -> None:
        snapshot, outline = self._studio.controller.snapshot, self._studio.controller.outline
        if not outline.path or snapshot is None:
            raise ValueError(self.tr("Nothing has been done yet that could be shown: train first."))
        if self._job is not None:
            raise ValueError(self.tr("Another animation is being drawn: wait for it, or cancel it."))
        order = Order(
            session=Path(outline.path),
            branch=snapshot.moment.branch + 1,
            outs=(Path(wish.path),),
            size=self._studio.window.size().toTuple(),
            theme="dark" if self._studio.window.theme.is_dark else "light",
            scale=wish.scale,
            frames=wish.frames,
            fps=wish.fps,
        )
        self._job = AnimationJob(order, self)
        self._job.progressed.connect(self.progress.set_percent)
        self._job.finished.connect(self._on_drawn)
        self._job.failed.connect(self._on_not_drawn)
        self._job.cancelled.connect(self._on_cancelled)
        self.progress.begin(self.tr("Drawing {name}").format(name=Path(wish.path).name))

    def _keep_budget(self, megabytes: int) -> None:
        geometry.save_history_mb(megabytes, geometry.settings())

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _end_job(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        self.progress.end()

    def _on_drawn(self, path: str) -> None:
        self._end_job()
        self._tell_written(path)

    def _on_not_drawn(self, why: str) -> None:
        self._end_job()
        self._studio.notices.tell(
            retold(lambda: Notice(self.tr("The animation was not drawn"), why, "dismiss"))
        )

    def _on_cancelled(self) -> None:
        self._end_job()
        self._studio.window.status.say(self.tr("The animation was cancelled; no file was left"))

    def _on_exported(self, done: Done) -> None:
        self._tell_written(done.path)

    def _tell_written(self, path: str) -> None:
        self._studio.window.status.say(self.tr("Written: {path}").format(path=path))

    def _fail(self, why: str) -> None:
        if self._dialog is not None:
            self._dialog.show_failure(why)

    def _load(self, path: str) -> None:
        try:
            experiment = Experiment.load(path)
        except OSError as error:
            self._refuse(path, error.strerror or str(error))
        except ExperimentError as error:
            self._refuse(path, str(error))
        else:
            self._studio.begin(experiment)
            self._studio.setup.set_experiment(experiment)

    def _refuse(self, path: str, why: str) -> None:
        def notice() -> Notice:
            what = self.tr("{name} holds no experiment").format(name=Path(path).name)
            return Notice(what, why, "dismiss")

        self._studio.notices.tell(retold(notice))


def _pictures() -> Path:
    pictures = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
    return pictures if pictures.is_dir() else Path.home()
