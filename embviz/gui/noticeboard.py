"""NoticeBoard: which of several notices the banner shows, and what its button does."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from embviz.gui.banner import Banner
from embviz.gui.control.notice import Notice


class NoticeBoard(QObject):
    """Of each kind the last notice told is kept, by its remedy: an error must not cover the only Restart.

    `answered` brings the remedy whose button was pressed.
    """

    answered = Signal(str)

    def __init__(self, banner: Banner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._banner = banner
        self._notices: dict[str, Notice] = {}
        banner.answered.connect(self._on_pressed)

    def tell(self, notice: Notice) -> None:
        """Show `notice` before all others."""
        self._notices.pop(notice.remedy, None)
        self._notices[notice.remedy] = notice
        self._show()

    def take_back(self, *remedies: str) -> None:
        """What was told with one of `remedies` has passed."""
        for remedy in remedies:
            self._notices.pop(remedy, None)
        self._show()

    def _show(self) -> None:
        if not self._notices:
            self._banner.hide()
            return
        remedy, notice = list(self._notices.items())[-1]
        button = {
            "restart": self.tr("Restart"),
            "cancel": self.tr("Cancel"),
            "dismiss": self.tr("OK"),
            "refusal": self.tr("OK"),
            "hint": self.tr("OK"),
        }[remedy]
        self._banner.say(notice.what, notice.why, button, is_error=remedy != "hint")

    def _on_pressed(self) -> None:
        if self._notices:
            remedy, _ = self._notices.popitem()
            self._show()
            self.answered.emit(remedy)
