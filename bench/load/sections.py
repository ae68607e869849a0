"""The file of results: a section for each part and database, each written when it was measured."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds something took, again and again; none where it never happened."""

    ms: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.ms) if self.ms else 0.0

    @property
    def p95(self) -> float:
        """What all but one in twenty stay under."""
        if len(self.ms) < 2:
            return self.worst
        return quantiles(self.ms, n=20, method="inclusive")[-1]

    @property
    def worst(self) -> float:
        """The longest."""
        return max(self.ms, default=0.0)


@dataclass(frozen=True, slots=True)
class Section:
    """One part on one database."""

    title: str
    lines: tuple[str, ...]

    def text(self) -> str:
        """Return it as Markdown."""
        return "\n".join([f"## {self.title}", "", *self.lines, ""])


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table; all but the first and the last column hold numbers."""
    rule = ["---", *["--:"] * (len(head) - 2), "---"]
    return [f"| {' | '.join(map(str, row))} |" for row in (head, rule, *rows)]


def met(holds: bool) -> str:  # noqa: FBT001 - it is what is said
    """Return how a table says that a budget is kept."""
    return "yes" if holds else "**no**"


def circumstances(command: str) -> str:
    """Return where and when something was measured."""
    return (
        f"`{command}` on {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores shared by the "
        f"servers, the database and those who label, {platform.system()}; load average at the end "
        f"{os.getloadavg()[0]:.1f}."
    )


def keep(file: Path, introduction: str, order: Sequence[str], section: Section) -> None:
    """Write a section into the file in place of an older one of its title, in this order."""
    found = {}
    if file.exists():
        for text in file.read_text("utf-8").split("\n## ")[1:]:
            title, _, rest = text.partition("\n")
            found[title] = f"## {title}\n{rest.rstrip()}\n"
    found[section.title] = section.text()
    known = [found[title] for title in order if title in found]
    file.write_text("\n".join([introduction, *known]), "utf-8")
