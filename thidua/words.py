"""The words a citizen sees that are neither content nor data: `templates/strings.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Final

from thidua.problems import Origin, Problem, Problems
from thidua.source import Table, read_yaml

FILE: Final = "templates/strings.yaml"


class Words:
    """Phrases by key: `words.latest`, or with gaps to fill, `words("page_of", number=3)`."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._phrases = dict(phrases)
        # Templates ask for each of them many times a page.
        vars(self).update(phrases)

    def __call__(self, key: str, **gaps: object) -> str:
        return self._phrases[key].format(**gaps)

    def __getattr__(self, key: str) -> str:
        raise AttributeError(f"no phrase {key!r} in {FILE}")

    def pieces(self, key: object) -> tuple[tuple[str, str], ...] | None:
        """The phrase as words, each with the name of the gap after it; nothing where it is not as plain as that."""
        phrase = self._phrases.get(key) if isinstance(key, str) else None
        if phrase is None:
            return None
        try:
            found = tuple(Formatter().parse(phrase))
        except ValueError:
            return None
        if any(form or change or (gap is not None and not gap.isidentifier()) for _, gap, form, change in found):
            return None
        return tuple((text, gap or "") for text, gap, _, _ in found)

    @property
    def phrases(self) -> Mapping[str, str]:
        return self._phrases


def read_words(project: Path) -> Words:
    """The project's phrases. Raises Problems."""
    value = read_yaml(project / FILE, FILE)
    if not isinstance(value, Table):
        raise Problems([Problem(Origin(FILE, 1), "tệp phải gồm các dòng «khóa: câu chữ»")])
    bad = [key for key, phrase in value.items() if not isinstance(phrase, str)]
    if bad:
        raise Problems(
            Problem(Origin(FILE, value.lines[key]), f'"{key}" chưa có câu chữ', "viết câu chữ trong ngoặc kép")
            for key in bad
        )
    return Words({key: str(phrase) for key, phrase in value.items()})
