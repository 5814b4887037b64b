"""2,000 buyers want one of 100 units. The full figures, with their time: ./dev bench rush."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from rush import rush

BUYERS, UNITS = 2000, 100
GENEROUS_S = 60


def test_every_unit_is_sold_once_and_everybody_else_is_told_what_is_left():
    seen = rush(BUYERS, UNITS)
    assert seen["findings"] == []
    assert (seen["orders"], seen["acknowledged"], seen["left"]) == (UNITS, UNITS, 0), seen
    assert seen["told"] == BUYERS - UNITS, seen
    assert seen["seconds"] < GENEROUS_S


def test_the_rush_goes_on_over_kills():
    seen = rush(BUYERS, UNITS, kills=5)
    assert seen["killed"] >= 2, "the rush was over before the kills"
    assert seen["findings"] == []
    assert (seen["orders"], seen["acknowledged"], seen["left"]) == (UNITS, UNITS, 0), seen
    assert seen["told"] == BUYERS - UNITS, seen
