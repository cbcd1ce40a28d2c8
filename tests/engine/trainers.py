"""Trainers for runs that a person would have been warned of."""

from __future__ import annotations

import warnings

from embviz.core.experiment import Experiment, ExperimentError
from embviz.core.messages import Action
from embviz.engine.trainer import ExperimentWarning, Trainer


def quiet_trainer(experiment: Experiment) -> Trainer:
    """Make a Trainer without its warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExperimentWarning)
        return Trainer(experiment)


def is_refused_beforehand(trainer: Trainer, action: Action) -> bool:
    """Try a setting that plain torch would refuse at its next step alone, and the Trainer at once."""
    if action.kind != "set":
        return False
    try:
        trainer.set_argument(action.name, action.value)
    except ExperimentError:
        return True
    return False
