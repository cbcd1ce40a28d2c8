"""Verbs: what a person can have done in a run, each a Wish for the engine."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QObject

from embviz.core.messages import Moment, Place
from embviz.core.recipes import Value
from embviz.gui.control.wishes import ENDLESS, Wish


class Verbs(QObject):
    """The verbs of the ModelController, which says by `_wish` and `_aside` when each has its turn."""

    def forward(self) -> None:
        """Ask for a forward pass."""
        self._wish(Wish("forward"))

    def backward(self) -> None:
        """Ask for a backward pass, which adds to grad."""
        self._wish(Wish("backward"))

    def step(self) -> None:
        """Ask for a step of the optimizer."""
        self._wish(Wish("step"))

    def zero_grad(self) -> None:
        """Ask for grad to be cleared, in the way that the run does it."""
        self._wish(Wish("zero_grad"))

    def train(self, rounds: int) -> None:
        """Ask for `rounds` times zero_grad, forward, backward, step."""
        self._wish(Wish("train", rounds))

    def run(self) -> None:
        """Train until `pause`, or until what `set_stop` says."""
        self._wish(ENDLESS)

    def set(self, name: str, value: Value | str, words: tuple[str, ...] = ()) -> None:
        """Ask for the argument `name` of the optimizer, 'zero_grad' or 'pairs' to be `value` from now on; of
        pairs the `words` may say which rows instead."""
        self._aside(Wish("set", name=name, value=value, words=words))

    def edit(self, place: Place, value: float) -> None:
        """Ask for the cell at `place` to be `value`, in the middle of a run too."""
        self._aside(Wish("edit", place=place, value=value))

    def lookup(self, indices: tuple[int, ...], words: tuple[str, ...] = ()) -> None:
        """Ask what the table gives for `indices`, or for `words`; a refusal comes by `lookup_failed`."""
        self._aside(Wish("lookup", indices=tuple(indices), words=words))

    def bookmark(self, moment: Moment, name: str) -> None:
        """Give `moment` a name; an empty one takes it away."""
        self._aside(Wish("bookmark", moment=moment, name=name))

    def set_budget(self, megabytes: int) -> None:
        """Let the history hold so much."""
        self._aside(Wish("budget", value=megabytes))

    def survey(self, paths: tuple[str, ...]) -> None:
        """Ask which sessions there are, at `paths` and unnamed ones; `surveyed` brings them."""
        self._aside(Wish("survey", paths=paths))

    def save_as(self, path: str) -> None:
        """Move the session to `path`; `saved` says that it is there."""
        self._aside(Wish("save", path=path))

    def export(self, path: str, format: str) -> None:
        """Have the table on screen written to `path`: 'npy', 'safetensors', 'pt' or 'tsv'."""
        self._aside(Wish("export", path=path, name=format))

    def inquire(self, wish: Wish) -> None:
        """Ask for a report: `wish` is one of INQUIRIES; `reported` brings what there is to tell."""
        self._aside(wish)

    @abstractmethod
    def _wish(self, wish: Wish) -> None:
        """Have `wish` done after what was pressed before; drop it where nothing can be pressed."""

    @abstractmethod
    def _aside(self, wish: Wish) -> None:
        """Have `wish` done between two bursts of a train."""
