"""Watch: whether the rule has come true by which a train is to stop."""

from __future__ import annotations

from collections.abc import Callable

from embviz.core.messages import StopRule


class Watch:
    """Asks for the distance after each step and compares it with the one before."""

    def __init__(self, rule: StopRule | None, distance: Callable[[], float]) -> None:
        self._rule = StopRule() if rule is None else rule
        self._distance = distance
        self._before = distance() if self.is_on else 0.0

    @property
    def is_on(self) -> bool:
        """True where there is a rule at all."""
        return self._rule.distance_below is not None or self._rule.first_increase

    def reason(self) -> str:
        """Return the rule that has come true with the last step, or an empty text."""
        if not self.is_on:
            return ""
        before, self._before = self._before, self._distance()
        if self._rule.distance_below is not None and self._before < self._rule.distance_below:
            return "distance_below"
        return "first_increase" if self._rule.first_increase and self._before > before else ""
