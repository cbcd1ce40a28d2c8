"""NoticeBoard: which of several notices the banner shows, and what its button does."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from embviz.gui.banner import Banner
from embviz.gui.control.notice import Notice

# What is no error, what is told anew each second, and what has a second button that takes it away.
CALM = frozenset({"hint", "restore"})
COUNTING = frozenset({"cancel"})
DECLINABLE = frozenset({"restore", "save"})


class NoticeBoard(QObject):
    """Of each kind the last notice told is kept, by its remedy: an error must not cover the only Restart.

    `answered` brings the remedy whose button was pressed, `dismissed` the one that was declined.
    """

    answered = Signal(str)
    dismissed = Signal(str)

    def __init__(self, banner: Banner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._banner = banner
        self._notices: dict[str, Notice] = {}
        banner.answered.connect(self._on_pressed)
        banner.dismissed.connect(self._on_dismissed)

    def tell(self, notice: Notice) -> None:
        """Show `notice` before all others; one that counts how long it has been stays where it is."""
        if notice.remedy not in COUNTING:
            self._notices.pop(notice.remedy, None)
        self._notices[notice.remedy] = notice
        self._show()

    def retranslate(self) -> None:
        """Say all that is told in the language that is set now."""
        self._notices = {
            remedy: notice if notice.again is None else notice.again()
            for remedy, notice in self._notices.items()
        }
        self._show()

    def take_back(self, *remedies: str) -> None:
        """What was told with one of `remedies` has passed."""
        for remedy in remedies:
            self._notices.pop(remedy, None)
        self._show()

    def take_back_about(self, topic: str) -> None:
        """What was told about `topic` has passed, and nothing else of its remedy."""
        self._notices = {one: notice for one, notice in self._notices.items() if notice.topic != topic}
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
            "restore": self.tr("Restore"),
            "save": self.tr("Save as…"),
        }[remedy]
        dismiss = self.tr("Dismiss") if remedy in DECLINABLE else ""
        self._banner.say(notice.what, notice.why, button, is_error=remedy not in CALM, dismiss=dismiss)

    def _on_pressed(self) -> None:
        if self._notices:
            self.answered.emit(self._popped())

    def _on_dismissed(self) -> None:
        if self._notices:
            self.dismissed.emit(self._popped())

    def _popped(self) -> str:
        remedy, _ = self._notices.popitem()
        self._show()
        return remedy
