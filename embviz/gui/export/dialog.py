"""ExportDialog: asks what is to be taken away, as what, and where to. It writes nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from embviz.core.formats import DEFAULT_FPS, MOST_FPS, MOST_FRAMES, Kind, animation_problem
from embviz.gui.export.figure import LARGEST_SCALE
from embviz.gui.export.wish import (
    ANIMATION,
    CURVE,
    DEFAULT_SECONDS,
    KINDS,
    TABLE,
    WINDOW,
    ExportWish,
    endings,
    problem,
    with_ending,
)
from embviz.gui.setup.fields import show_message
from embviz.gui.theme import LIGHT, Theme, px
from embviz.gui.widgets.editors import Choice, IntegerEdit, set_wrong
from embviz.gui.widgets.panel import Panel, label
from embviz.gui.widgets.plates import Plate
from embviz.gui.widgets.segments import Segments

WIDTH_PX = 520
MARGIN_PX = 20
NUMBER_PX = 64
BASE_NAME = "embviz"
LONGEST_S = 600
FORMATS_BY_KIND: dict[Kind, tuple[str, ...]] = {
    "figure": endings("figure"),
    "curve": endings("curve"),
    "table": endings("table"),
    "animation": endings("animation"),
}
SCALES = tuple(range(1, LARGEST_SCALE + 1))


class ExportDialog(QDialog):
    """Asks about the whole window, one of `panels`, the numbers or the run; `chosen` brings an ExportWish.

    It keeps what was typed, and its folder, until the program ends; `show_failure` opens it again with the
    reason why nothing was written.
    """

    chosen = Signal(object)

    def __init__(self, panels: Mapping[str, Panel], folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.folder = folder
        self._panels = dict(panels)
        self._is_named = False
        self._failure = ""
        self.what = Choice((WINDOW, *self._panels, CURVE, TABLE, ANIMATION))
        self.formats = {
            kind: Segments([f"export_{one}" for one in of]) for kind, of in FORMATS_BY_KIND.items()
        }
        self.scale = Segments([f"export_{scale}x" for scale in SCALES])
        self.seconds, self.fps = IntegerEdit(DEFAULT_SECONDS, LONGEST_S), IntegerEdit(DEFAULT_FPS, MOST_FPS)
        self.file = QLineEdit()
        self.choose_button, self.cancel_button = Plate(is_quiet=True), Plate(is_quiet=True)
        self.export_button = Plate()
        self.about, self.feedback = label(12, name="soft"), label(12, name="soft")
        self.titles = {name: label(name="soft") for name in ("what", "format", "scale", "length", "file")}
        self.heading = label(16, QFont.Weight.DemiBold)
        self._units = (label(name="soft"), label(name="soft"))
        self._lay_out()
        self._connect()
        self.set_theme(LIGHT)
        self.retranslate()

    @property
    def wish(self) -> ExportWish:
        """What is chosen now, whether it can be done or not."""
        name = self.what.value
        is_panel = name in self._panels
        return ExportWish(
            what="panel" if is_panel else name,
            panel=name if is_panel else "",
            format=self.format,
            path=str(self._path()),
            scale=self.scale.index + 1 if self._has_scale else 1,
            seconds=self.seconds.value or DEFAULT_SECONDS,
            fps=self.fps.value or DEFAULT_FPS,
        )

    @property
    def format(self) -> str:
        """The format that is chosen, as it ends the file's name: 'png'."""
        return FORMATS_BY_KIND[self._kind][self.formats[self._kind].index]

    def ask(self, what: str = WINDOW) -> None:
        """Open with `what` chosen: 'window', the name of a panel, 'curve', 'table' or 'animation'."""
        self._failure = ""
        self._name_choices()
        self.what.choose(what)
        self._on_changed()
        self.open()
        self.file.setFocus()

    def show_failure(self, why: str) -> None:
        """Open again, with all that was chosen, and say `why` nothing was written."""
        self.open()
        self._failure = why
        self._check()

    def set_theme(self, theme: Theme) -> None:
        """Paint with the colours of `theme`."""
        # On the ground of the window a chosen word would hardly stand out.
        self.setStyleSheet(f"QDialog {{ background: {theme.card}; }}")
        for one in (*self.formats.values(), self.scale):
            one.set_theme(theme)
        for button in (self.choose_button, self.cancel_button, self.export_button):
            button.set_theme(theme)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        self.setWindowTitle(self.tr("Export"))
        self.heading.setText(self.tr("Export"))
        texts = {
            "what": self.tr("What"),
            "format": self.tr("Format"),
            "scale": self.tr("Size"),
            "length": self.tr("Length"),
            "file": self.tr("File"),
        }
        for name, title in self.titles.items():
            title.setText(texts[name])
        for kind, formats in FORMATS_BY_KIND.items():
            self.formats[kind].set_texts([(one.upper(), self._about(one)) for one in formats])
            self.formats[kind].setAccessibleName(texts["format"])
        self.scale.set_texts([(f"{scale}×", self._about_scale(scale)) for scale in SCALES])
        self.scale.setAccessibleName(texts["scale"])
        for field, unit, (text, name) in zip(
            (self.seconds, self.fps), self._units, self._lengths(), strict=True
        ):
            unit.setText(text)
            field.setAccessibleName(name)
        self.what.setAccessibleName(texts["what"])
        self.file.setAccessibleName(texts["file"])
        self.choose_button.setText(self.tr("Choose…"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.export_button.setText(self.tr("Export"))
        self._name_choices()
        self._on_changed()

    def accept(self) -> None:
        self._failure = ""
        if self._check():
            wish = self.wish
            self.folder = Path(wish.path).parent
            super().accept()
            self.chosen.emit(wish)
        else:
            self.file.setFocus()

    def choose_file(self) -> None:
        """Open the dialog of the system that asks for a folder and a name."""
        files = QFileDialog(self, self.tr("Export to"), str(self.folder))
        files.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        files.setNameFilter(f"{self.format.upper()} (*.{self.format})")
        files.setDefaultSuffix(self.format)
        files.selectFile(self._path().name)
        files.fileSelected.connect(self.set_path)
        files.open()

    def set_path(self, path: str) -> None:
        """Have `path` in the field."""
        self.folder = Path(path).parent
        self._is_named = True
        self.file.setText(path)

    @property
    def _kind(self) -> Kind:
        return KINDS.get(self.what.value, "figure")

    @property
    def _has_scale(self) -> bool:
        return self.format == "png" or self._kind == "animation"

    def _path(self) -> Path:
        # What is typed without a folder goes where the last one went.
        return self.folder / Path(with_ending(self.file.text().strip(), self.format)).expanduser()

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(self._on_changed)
        for formats in self.formats.values():
            formats.chosen.connect(self._on_changed)
        self.file.textEdited.connect(self._on_typed)
        self.file.textChanged.connect(self._on_file)
        for field in (self.seconds, self.fps):
            field.textChanged.connect(self._check)
        self.choose_button.clicked.connect(self.choose_file)
        self.cancel_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        self._format_stack = QStackedWidget()
        for formats in self.formats.values():
            self._format_stack.addWidget(_left(formats))
        self._scale_row = _left(self.scale)
        self._length = _left(self.seconds, self._units[0], self.fps, self._units[1])
        for row, (name, widget) in enumerate(
            (
                ("what", self.what),
                ("format", self._format_stack),
                ("scale", self._scale_row),
                ("length", self._length),
                ("file", _left(self.file, self.choose_button, stretched=self.file)),
            )
        ):
            grid.addWidget(self.titles[name], row, 0)
            grid.addWidget(widget, row, 1)
        grid.addWidget(self.feedback, 5, 1)
        for field in (self.seconds, self.fps):
            field.setFixedWidth(px(NUMBER_PX))
        for text in (self.about, self.feedback):
            text.setWordWrap(True)
            text.setMinimumHeight(2 * text.fontMetrics().lineSpacing())
            text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        body = QVBoxLayout(self)
        body.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        body.setSpacing(12)
        body.addWidget(self.heading)
        body.addWidget(self.about)
        body.addLayout(grid)
        body.addStretch(1)
        body.addLayout(self._buttons())
        self.setMinimumWidth(px(WIDTH_PX))

    def _buttons(self) -> QHBoxLayout:
        for button in (self.choose_button, self.cancel_button):
            button.setAutoDefault(False)
        self.export_button.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.export_button)
        return row

    def _name_choices(self) -> None:
        fixed = {
            WINDOW: self.tr("Whole window"),
            CURVE: self.tr("Curve as numbers"),
            TABLE: self.tr("Table of the embedding"),
            ANIMATION: self.tr("Run as animation"),
        }
        titles = {name: panel.accessibleName() or name for name, panel in self._panels.items()}
        panel = self.tr("Panel: {name}")
        self.what.set_titles(
            [fixed[one] if one in fixed else panel.format(name=titles[one]) for one in self.what.names]
        )

    def _on_changed(self) -> None:
        self._format_stack.setCurrentIndex(list(FORMATS_BY_KIND).index(self._kind))
        self._scale_row.setVisible(self._has_scale)
        self.titles["scale"].setVisible(self._has_scale)
        is_animation = self._kind == "animation"
        self._length.setVisible(is_animation)
        self.titles["length"].setVisible(is_animation)
        self.about.setText(self._about(self.format))
        self._failure = ""
        name = self.file.text() if self._is_named else f"{BASE_NAME}-{self.what.value.removeprefix('panel_')}"
        renamed = with_ending(name, self.format)
        self.file.setText(renamed)
        self._check()

    def _on_typed(self) -> None:
        self._is_named = bool(self.file.text())

    def _on_file(self) -> None:
        self._failure = ""
        self._check()

    def _check(self) -> bool:
        """Say what is wrong, if anything is, and return whether nothing is."""
        wrong = self._failure or self._wrong()
        is_wrong_file = bool(self._failure) or bool(self._wrong_file())
        set_wrong(self.file, is_wrong_file)
        self.file.setAccessibleDescription(wrong)
        self.export_button.set_next(not wrong)
        if wrong:
            show_message(self.feedback, wrong, "error")
        elif self._path().exists():
            text = self.tr("{name} is there already; it will be replaced.").format(name=self._path().name)
            show_message(self.feedback, text, "caution")
        else:
            show_message(self.feedback, self.tr("in {folder}").format(folder=self._path().parent), "soft")
        return not wrong

    def _wrong(self) -> str:
        if (missing := animation_problem(f".{self.format}")) is not None:
            return missing
        if self._kind == "animation" and (self.seconds.value is None or self.fps.value is None):
            text = self.tr("Type 1 to {longest} seconds, and 1 to {most} frames a second.")
            return text.format(longest=LONGEST_S, most=MOST_FPS)
        if self._kind == "animation" and self.wish.frames > MOST_FRAMES:
            text = self.tr("That is more than {most} frames. Make it shorter, or take fewer a second.")
            return text.format(most=f"{MOST_FRAMES:,}")
        return self._wrong_file()

    def _wrong_file(self) -> str:
        if not self.file.text().strip():
            return self.tr("Type a name for the file, or choose one.")
        return problem(self._path())

    def _about(self, format_: str) -> str:
        return {
            "png": self.tr("A picture of pixels, for slides and pages"),
            "svg": self.tr("A drawing that stays sharp at any size, for pages and for editing"),
            "pdf": self.tr("A drawing that stays sharp at any size, for papers and for printing"),
            "csv": self.tr("Step, loss, distance and gap of every step, for a spreadsheet"),
            "npy": self.tr("The table for NumPy: numpy.load()"),
            "safetensors": self.tr("The table as safetensors, which runs no code when it is loaded"),
            "pt": self.tr("The state_dict for PyTorch: embedding.load_state_dict(torch.load(…))"),
            "tsv": self.tr("Two files, vectors and labels, for TensorBoard's embedding projector"),
            "gif": self.tr("An animation that plays anywhere"),
            "apng": self.tr("An animation in all its colours, for browsers"),
            "mp4": self.tr("A video, for slides and players"),
            "webm": self.tr("A video, for web pages"),
        }[format_]

    def _about_scale(self, scale: int) -> str:
        return self.tr("{scale} pixels for each px of the window").format(scale=scale)

    def _lengths(self) -> Sequence[tuple[str, str]]:
        return (
            (self.tr("seconds, at"), self.tr("seconds")),
            (self.tr("frames a second"), self.tr("frames a second")),
        )


def _left(*widgets: QWidget, stretched: QWidget | None = None) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget, 1 if widget is stretched else 0)
    if stretched is None:
        layout.addStretch(1)
    return row
