"""A window that plans are read for: few controls, and lessons of two experiments."""

from __future__ import annotations

from embviz.core.experiment import Experiment
from embviz.core.plan.plan import Known, LessonFacts

ADAM = Experiment(optimizer="Adam", optimizer_args={})
KNOWN = Known(
    actions=("backward", "step", "train", "open_vectors", "export"),
    panels=("panel_weight", "panel_grad", "panel_details", "panel_setup"),
    tabs=("inspector", "map"),
    fields=("rows", "seed", "lr"),
    lessons={
        "lookup": LessonFacts(Experiment()),
        "momentum": LessonFacts(Experiment(), frozenset({"step", "setup:lr"})),
        "adam": LessonFacts(ADAM),
    },
    languages=("en", "ja"),
    themes=("light", "dark"),
    text_scales=(100, 150, 300),
)
WHOLE = """\
# A comment, with [brackets] and "quotes".
language = "ja"
theme = "dark"
text_scale = 150
presenter = true
hide = [
  "train",  # not yet
  "panel_grad",
  'tab:map',
  "setup:seed",
]
lessons = ["momentum", "lookup"]
examples = ["no_momentum"]
begin = { experiment = "small" }

[fixed]
optimizer = "SGD"
loss = "euclidean"

[[experiments]]
id = "small"
title = { en = "A small step", ja = "小さな一歩" }
look_for = "It takes long."
curve = "gap"

[experiments.experiment]
optimizer_args = { lr = 0.01, momentum = 0.0 }

[[experiments]]
id = "wide"
title = "A wide table"
[experiments.experiment]
dim = 12
pairs = [[0, 1]]
"""
