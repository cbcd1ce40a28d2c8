"""Pace: when the next round of training is due, and how many, at so many steps a second."""

from __future__ import annotations

# Up to this rate each step is asked for, and so painted, by itself.
PAINTS_PER_S = 60.0
# A window that was held up catches up on this much and forgets the rest: nobody can follow a leap.
CATCH_UP_S = 0.1


class Pace:
    """A clock of rounds, `rate` a second on the mean. Times are seconds of one steady clock."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._next_s = 0.0

    def start(self, now_s: float) -> None:
        """Let the first round be due now."""
        self._next_s = now_s

    def change(self, rate: float) -> None:
        """Go on at `rate`: the next round is due that much later than the last one was."""
        self._next_s += 1 / rate - 1 / self.rate
        self.rate = rate

    def wait_s(self, now_s: float) -> float:
        """Return for how long nothing is due, 0 where something is."""
        # At high rates the rounds of one paint are due together.
        return max(0.0, self._next_s + (self._together - 1) / self.rate - now_s)

    def take(self, now_s: float) -> int:
        """Return how many rounds are due now, which are due no more then."""
        if self.wait_s(now_s) > 0:
            return 0
        self._next_s = max(self._next_s, now_s - CATCH_UP_S)
        rounds = 1 if self._together == 1 else 1 + int((now_s - self._next_s) * self.rate)
        self._next_s += rounds / self.rate
        return rounds

    @property
    def _together(self) -> int:
        return max(1, round(self.rate / PAINTS_PER_S))
