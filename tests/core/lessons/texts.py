"""A small lesson as text, for tests to change, and what is seen in it."""

from __future__ import annotations

LESSON = """
id = "small"
title = { en = "A small lesson", ja = "小さなレッスン" }
about = { en = "What it is about.", ja = "その内容。" }
curve = "loss"
[experiment]
optimizer_args = { lr = 0.5 }
[[steps]]
text = { en = "Read this.", ja = "読む。" }
points_at = ["panel_weight", "weight[0, 2]", "tab:gap"]
[[steps]]
text = { en = "Do this.", ja = "する。" }
ask = { en = "Press Backward.", ja = "Backward を押す。" }
hint = { en = "The key B.", ja = "B キー。" }
goal = "grad_status == 'fresh' and passes == 1"
solution = ["backward"]
[steps.predict]
question = { en = "Which sign?", ja = "符号は？" }
kind = "choice"
options = [ { en = "plus", ja = "正" }, { en = "minus", ja = "負" } ]
answer = "0 if grad[0, 0] > 0 else 1"
explain = { en = "So it is.", ja = "そうなる。" }
[[steps]]
text = { en = "And this.", ja = "次。" }
ask = { en = "Press Step.", ja = "Step を押す。" }
goal = "step == before.step + 1"
solution = ["step"]
[steps.predict]
question = { en = "Which cells?", ja = "どのセル？" }
kind = "cells"
answer = "changed.weight"
explain = { en = "All of them.", ja = "すべて。" }
"""
