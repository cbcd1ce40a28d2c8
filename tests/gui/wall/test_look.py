"""Looks: what a person chooses is kept, and a file that somebody has edited does no harm."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from embviz.gui.looks import CONTRAST, DARK, LIGHT, THEMES
from embviz.gui.wall.look import COLOUR_MAPS, PRINT_MAP, TEXT_SCALES, Look, keep, kept


def store_at(folder: Path) -> QSettings:
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


@pytest.mark.parametrize("theme", ["system", *THEMES])
@pytest.mark.parametrize("colour_map", list(COLOUR_MAPS))
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_what_is_kept_comes_back_at_the_next_start(
    tmp_path: Path, theme: str, colour_map: str, scale: float
) -> None:
    look, store = Look(theme, colour_map, scale), store_at(tmp_path)
    keep(look, store)
    store.sync()
    assert kept(store_at(tmp_path)) == look


@pytest.mark.parametrize("text", ["", "pink", "-1", "nan", "1e9", "[General]", "@Invalid()"])
def test_what_makes_no_sense_is_what_one_begins_with(tmp_path: Path, text: str) -> None:
    store = store_at(tmp_path)
    for key in ("theme", "colour_map", "text_scale"):
        store.setValue(key, text)
    assert kept(store) == Look()


def test_a_look_has_its_own_colours_unless_others_were_chosen() -> None:
    assert Look().of(DARK) == DARK
    assert Look(colour_map=PRINT_MAP).of(CONTRAST).colour_map == PRINT_MAP
    assert Look(text_scale=2.0).of(LIGHT) == LIGHT._replace(text_scale=2.0)
