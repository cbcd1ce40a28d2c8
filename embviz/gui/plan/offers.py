"""Offers: what of the lessons and ready experiments a plan offers, and its own experiments in the menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from embviz.core.examples import EXAMPLES, Example
from embviz.core.experiment import ExperimentError
from embviz.core.plan.plan import EXPERIMENT, Begin, Plan, Ready, joined, offered, text_in
from embviz.gui.actions import EXPERIMENTS
from embviz.gui.control.notice import notice_of_example
from embviz.gui.language import spoken
from embviz.gui.plan.known import known

if TYPE_CHECKING:
    from embviz.gui.studio import Studio


class Offers(QObject):
    """Fills the menus of `studio` with what a plan offers, and begins what it begins with."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._studio = studio
        self._plan: Plan | None = None
        self._own: list[tuple[QAction, Ready]] = []

    def offer(self, plan: Plan | None) -> None:
        """Offer what `plan` does; for None all that comes with embviz."""
        self._plan = plan
        offer = None if plan is None else offered(plan, known().lessons)
        self._studio.classroom.lessons.offer(None if offer is None else offer.lessons)
        menu = self._studio.window.menu(EXPERIMENTS)
        for action, _ in self._own:
            menu.removeAction(action)
            action.deleteLater()
        self._own.clear()
        ids = {f"example_{one.id}" for one in EXAMPLES if offer is None or one.id in offer.experiments}
        first = menu.actions()[0]
        for action in menu.actions():
            if not action.isSeparator():
                action.setVisible(action.objectName() in ids)
        for ready in () if plan is None else plan.experiments:
            menu.insertAction(first, self._action(ready))
        self.retranslate()

    def begin(self, begin: Begin) -> None:
        """Begin the lesson, or the ready experiment, that `begin` names."""
        if begin.kind != EXPERIMENT:
            self._studio.classroom.lessons.open(begin.id)
            return
        assert self._plan is not None
        ready = [self.example(one) for one in self._plan.experiments]
        example = next(one for one in (*ready, *EXAMPLES) if one.id == begin.id)
        if self._is_there(example):
            self._studio.curve.begin_anew(example.curve)
            self._studio.notices.tell(notice_of_example(example))
        else:
            self._studio.begin_example(example)

    def example(self, ready: Ready) -> Example:
        """Return `ready` as the ready experiments of embviz are, in the language that is spoken."""
        assert self._plan is not None
        title, look_for = (text_in(text, spoken()) for text in (ready.title, ready.look_for))
        return Example(ready.id, title, look_for, joined(self._plan.fixed, ready.fields), ready.curve)

    def retranslate(self) -> None:
        """Take the texts in the language that is set now."""
        for action, ready in self._own:
            example = self.example(ready)
            # An ampersand would underline the letter after it.
            action.setText(example.title.replace("&", "&&"))
            action.setToolTip(example.look_for)
            action.setStatusTip(example.look_for)

    def _is_there(self, example: Example) -> bool:
        """Return whether `example` is on screen as it begins: the window may have been started with it."""
        controller = self._studio.controller
        is_fresh = controller.snapshot is not None and controller.snapshot.last == 0
        try:
            return is_fresh and example.experiment == controller.experiment
        except ExperimentError:
            return False

    def _action(self, ready: Ready) -> QAction:
        action = QAction(self)
        action.setObjectName(f"example_{ready.id}")
        action.triggered.connect(partial(self._begin, ready))
        self._own.append((action, ready))
        return action

    def _begin(self, ready: Ready) -> None:
        self._studio.begin_example(self.example(ready))
