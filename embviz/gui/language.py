"""The language of the window: which one it begins with, and how it is changed while the window stands.

English is the language of the sources, and needs nothing. The application owns the translators of another
one, and so knows what is spoken; the .qm files are made from the .ts beside them by .ci/translations.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QObject,
    QSettings,
    QTranslator,
)
from PySide6.QtGui import QFont, QFontDatabase

from embviz.core import resources
from embviz.gui import geometry

if TYPE_CHECKING:
    from embviz.core.messages import Snapshot
    from embviz.gui.studio import Studio

ENGLISH, JAPANESE = "en", "ja"
LANGUAGES = (ENGLISH, JAPANESE)
# The second has the rare kanji, in one weight.
JAPANESE_FAMILIES = ("Noto Sans JP Subset", "Noto Sans JP Rare")
JAPANESE_FONTS = (
    *("NotoSansJPSubset-Regular.otf", "NotoSansJPSubset-Bold.otf"),
    "NotoSansJPRare-Regular.otf",
)
# The first of the East Asian letters; before it stand those that Inter or any system has.
FIRST_EAST_ASIAN = "\u2e80"
_OURS = "language_"
# What Qt's own Japanese lacks of its dialog for files: Qt finds it in ours, under its own name of the place.
OF_QT = (QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"), QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"))


def first(wanted: str | None, store: QSettings) -> str:
    """Return the language to begin with: the `wanted` one, or the one chosen before, or the system's."""
    for code in (wanted, str(store.value("language", "")), *QLocale.system().uiLanguages()):
        if code is not None and code[:2] in LANGUAGES:
            return code[:2]
    return ENGLISH


def spoken() -> str:
    """Return the language of the texts that are translated now."""
    ours = _translators()
    return ours[0].objectName().removeprefix(_OURS) if ours else ENGLISH


def speak(code: str) -> None:
    """Have texts translated into `code` from now on; who shows some already has to take them anew."""
    application = _application()
    for old in _translators():
        application.removeTranslator(old)
        # It is a child of the application for a while yet, and is not to be found as what is spoken.
        old.setObjectName("")
        old.deleteLater()
    if code == JAPANESE:
        load_japanese_font()
    if code != ENGLISH:
        # What Qt itself says, such as the entries of a text field's menu, stands behind our own.
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{code}.qm")
        for file in (qt, resources.path("translations", f"embviz_{code}.qm")):
            _install(file, code)


def switch(studio: Studio, code: str) -> None:
    """Say everything in the window of `studio` in `code` from now on."""
    if code != spoken():
        speak(code)
        # What was said once, of the last moment alone, is not said again.
        studio.window.status.say("")
        studio.retranslate()


def choose(studio: Studio, code: str) -> None:
    """Switch to `code`, now and at the next start."""
    switch(studio, code)
    geometry.settings().setValue("language", code)


def load_japanese_font() -> None:
    """Have Japanese letters drawn on a machine without a typeface for them; at a second call do nothing."""
    # None of the system's has that name.
    if JAPANESE_FAMILIES[0] not in QFontDatabase.families(QFontDatabase.WritingSystem.Japanese):
        # Not that of the code: its name may stand for another one, which Qt would then no longer find.
        QFont.insertSubstitutions(QFont().family(), JAPANESE_FAMILIES)
        for name in JAPANESE_FONTS:
            QFontDatabase.addApplicationFont(str(resources.path("fonts", name)))


def is_japanese(texts: Iterable[str]) -> bool:
    """Return whether one of `texts` has letters for which the Japanese typeface is needed."""
    return max("".join(texts), default="") >= FIRST_EAST_ASIAN


class LabelWatch(QObject):
    """Loads the Japanese typeface once the labels of a table need it, in whatever language the window is."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._told = studio.controller.snapshot_changed
        self._told.connect(self._look)

    def _look(self, snapshot: Snapshot) -> None:
        if is_japanese(snapshot.names.values()):
            load_japanese_font()
            self._told.disconnect(self._look)


class _Texts(QTranslator):
    """The texts of one file, in memory: Qt would map the file, and crash where it is written anew."""

    def __init__(self, content: bytes, parent: QObject) -> None:
        super().__init__(parent)
        # Qt keeps no copy.
        self._content = content
        self.is_usable = self.load(content)


def _install(file: Path, code: str) -> None:
    # A Qt that came without its own texts speaks English, and all that is ours is said all the same.
    if not file.is_file():
        return
    translator = _Texts(file.read_bytes(), _application())
    translator.setObjectName(f"{_OURS}{code}")
    if translator.is_usable:
        _application().installTranslator(translator)


def _translators() -> list[QTranslator]:
    return [one for one in _application().findChildren(QTranslator) if one.objectName().startswith(_OURS)]


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
