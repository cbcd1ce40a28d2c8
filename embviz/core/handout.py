"""Handout: a lesson as somebody went through it, as one HTML page that stands alone and prints well."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from typing import NamedTuple

from embviz.core.recipes import mark

# What stands on the page beside the lesson's own words, as texts that the window translates.
WORDS: Mapping[str, str] = {
    "step": mark("Step {n}"),
    "ask": mark("To do"),
    "question": mark("Predict first"),
    "said": mark("Your prediction"),
    "truth": mark("What PyTorch did"),
    "right": mark("right"),
    "wrong": mark("not so"),
    "nothing_said": mark("nothing yet"),
    "reached": mark("done"),
    "open": mark("not done yet"),
    "code": mark("What was done, as PyTorch code"),
    "made": mark("embviz · PyTorch {torch} · {date}"),
    "finished": mark("All {count} steps are done."),
    "unfinished": mark("{done} of {count} steps are done."),
}
MIME = {"svg": "image/svg+xml", "png": "image/png"}
# Ink on paper: the look of a window has no say in what is printed.
STYLE = """
html { font: 15px/1.55 Inter, "Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", system-ui, sans-serif;
  color: #1b1f27; background: #fff; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
p { margin: .4rem 0; white-space: pre-line; }
section { border-top: 1px solid #e3e6eb; padding: 1.1rem 0; }
.quiet { color: #667085; font-size: .9rem; }
.ask { border-left: 3px solid #2458d3; padding: .1rem 0 .1rem .75rem; }
.prediction { background: #f6f7f9; border-radius: 8px; padding: .6rem .9rem; margin: .7rem 0; }
.prediction b { display: inline-block; min-width: 11rem; font-weight: 600; }
.right { color: #13723a; } .wrong { color: #b42318; }
.pictures { display: flex; flex-wrap: wrap; gap: .75rem; margin: .8rem 0 0; }
figure { margin: 0; flex: 1 1 18rem; min-width: 0; }
figure img { width: 100%; height: auto; display: block; }
figcaption { color: #667085; font-size: .8rem; }
pre { background: #f6f7f9; border-radius: 8px; padding: .9rem; font-size: .8rem; line-height: 1.45;
  white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; } section { break-inside: avoid; }
  section.code { break-inside: auto; } h2 { break-after: avoid; } }
""".strip()


class Picture(NamedTuple):
    """What a panel showed: its `title`, and its content as 'svg' or 'png'."""

    title: str
    kind: str
    content: bytes


class HandoutStep(NamedTuple):
    """One step, in one language: what it says and asks, and what came of it.

    `said` and `truth` are in words, empty where nothing was predicted, or is known.
    """

    text: str
    ask: str = ""
    question: str = ""
    options: tuple[str, ...] = ()
    said: str = ""
    truth: str = ""
    is_right: bool | None = None
    explain: str = ""
    is_reached: bool = False
    pictures: tuple[Picture, ...] = ()


class Handout(NamedTuple):
    """A lesson in the language `language`, its steps, the `code` of what was done, and when that was."""

    language: str
    title: str
    about: str
    steps: tuple[HandoutStep, ...]
    code: str
    torch: str
    date: str

    @property
    def reached(self) -> int:
        """How many steps are done."""
        return sum(step.is_reached for step in self.steps)


def to_html(handout: Handout, words: Mapping[str, str] = WORDS) -> str:
    """Return `handout` as one HTML page, with its pictures in it, in whose own words `words` are.

    It runs no script and asks for nothing from elsewhere; every text stands there as it was written.
    """
    return "\n".join(_page(handout, words)) + "\n"


def told(handout: Handout, words: Mapping[str, str]) -> str:
    """Return how much of the lesson is done, and with what."""
    count = len(handout.steps)
    is_whole = handout.reached == count
    done = words["finished" if is_whole else "unfinished"].format(done=handout.reached, count=count)
    return f"{done} {words['made'].format(torch=handout.torch, date=handout.date)}"


def _page(handout: Handout, words: Mapping[str, str]) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield f'<html lang="{escape(handout.language)}">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(handout.title)}</title>"
    yield f"<style>\n{STYLE}\n</style></head>"
    yield f"<body><header><h1>{escape(handout.title)}</h1>"
    yield f"<p>{escape(handout.about)}</p>"
    yield f'<p class="quiet">{escape(told(handout, words))}</p></header>'
    for number, step in enumerate(handout.steps, 1):
        yield from _step(number, step, words)
    if handout.code:
        yield f'<section class="code"><h2>{escape(words["code"])}</h2>'
        yield f"<pre><code>{escape(handout.code)}</code></pre></section>"
    yield "</body></html>"


def _step(number: int, step: HandoutStep, words: Mapping[str, str]) -> Iterator[str]:
    state = words["reached" if step.is_reached else "open"]
    title = words["step"].format(n=number)
    yield f'<section><h2>{escape(title)} <span class="quiet">{escape(state)}</span></h2>'
    yield f"<p>{escape(step.text)}</p>"
    if step.question:
        yield from _prediction(step, words)
    if step.ask:
        yield f'<p class="ask"><b>{escape(words["ask"])}:</b> {escape(step.ask)}</p>'
    if step.pictures:
        yield '<div class="pictures">'
        for picture in step.pictures:
            yield _figure(picture)
        yield "</div>"
    yield "</section>"


def _prediction(step: HandoutStep, words: Mapping[str, str]) -> Iterator[str]:
    yield f'<div class="prediction"><p><b>{escape(words["question"])}</b><br>{escape(step.question)}</p>'
    if step.options:
        options = "".join(f"<li>{escape(option)}</li>" for option in step.options)
        yield f"<ul>{options}</ul>"
    yield f"<p><b>{escape(words['said'])}</b> {escape(step.said or words['nothing_said'])}"
    if step.is_right is not None:
        name = "right" if step.is_right else "wrong"
        yield f'<span class="{name}">({escape(words[name])})</span>'
    yield "</p>"
    # What is still to be predicted is not told.
    if step.truth and step.said:
        yield f"<p><b>{escape(words['truth'])}</b> {escape(step.truth)}</p><p>{escape(step.explain)}</p>"
    yield "</div>"


def _figure(picture: Picture) -> str:
    source = f"data:{MIME[picture.kind]};base64,{b64encode(picture.content).decode()}"
    title = escape(picture.title)
    return f'<figure><img src="{source}" alt="{title}"><figcaption>{title}</figcaption></figure>'
