"""The charts of the page Progress; each stands beside a table with the same numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

import altair as alt
import pandas as pd

from labeler.core.pace import Forecast, NotComputable

# The stubs of Altair lose the type at encode().
_Chart: TypeAlias = Any
_MOST_COLOURS = 8
_OTHERS = "Others"
# Told apart on a light and a dark ground; after Okabe and Ito (2008).
_COLOURS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#b5a900",
    "#8a63d2",
)
_GREY = "#7d8590"
_FAR_DAYS = 3650


def bars_by_day(frame: pd.DataFrame, by: str) -> _Chart:
    """Return bars of ``articles`` per ``day``, stacked by a column; the eight largest have colours.

    Bars of days (or weeks) are a step wide, so that gaps show as gaps.
    """
    totals = frame.groupby(by)["articles"].sum().sort_values(ascending=False)
    shown = list(totals.index[:_MOST_COLOURS])
    named = frame.assign(**{by: frame[by].where(frame[by].isin(shown), _OTHERS)})
    drawn = named.groupby(["day", by], as_index=False).agg({"articles": "sum"})
    order = [*shown, _OTHERS] if len(totals) > _MOST_COLOURS else shown
    return (
        alt.Chart(drawn)
        .mark_bar()
        .encode(
            x=alt.X("yearmonthdate(day):T", title=None, axis=alt.Axis(tickCount=8)),
            y=alt.Y("articles:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                f"{by}:N",
                title=None,
                sort=order,
                scale=_colours(order),
                legend=_legend(order),
            ),
            tooltip=["day:T", f"{by}:N", "articles:Q"],
        )
        .properties(height=260)
    )


def _legend(order: list[str]) -> alt.Legend | None:
    # One colour alone needs no explanation.
    return alt.Legend(orient="bottom", columns=3, labelLimit=110) if len(order) > 1 else None


def _colours(order: list[str]) -> alt.Scale:
    # What is left over says nothing of its own: no colour that could be taken for somebody.
    shown = [_GREY if name == _OTHERS else _COLOURS[n] for n, name in enumerate(order)]
    return alt.Scale(domain=order, range=shown)


def done_so_far(
    done: Mapping[date, int], wanted: int, forecast: Forecast | NotComputable, today: date
) -> _Chart:
    """Return how many were done up to each day, and the band in which it likely goes on."""
    sums = Counter(done)
    total = 0
    rows = []
    for day in sorted(sums):
        total += sums[day]
        rows.append((pd.Timestamp(day), total))
    rows.append((pd.Timestamp(today), total))
    so_far = pd.DataFrame(rows, columns=["day", "articles"])
    x = alt.X("day:T", title=None, axis=alt.Axis(tickCount=8))
    line = alt.Chart(so_far).mark_line(interpolate="step-after", strokeWidth=2.5)
    layers: list[_Chart] = [
        line.encode(x=x, y=alt.Y("articles:Q", title=None), tooltip=["day:T", "articles:Q"]),
        alt.Chart(pd.DataFrame({"articles": [wanted]}))
        .mark_rule(strokeDash=[2, 3], color=_GREY)
        .encode(y="articles:Q"),
    ]
    if isinstance(forecast, Forecast):
        band = _band(forecast, total, wanted, today)
        layers.append(
            alt.Chart(band)
            .mark_area(opacity=0.25)
            .encode(x=x, y=alt.Y("low:Q", title=None), y2="high:Q")
        )
        layers.append(
            alt.Chart(band)
            .mark_line(strokeDash=[5, 4], strokeWidth=2)
            .encode(x=x, y=alt.Y("middle:Q", title=None))
        )
    return alt.layer(*layers).properties(height=260)


def _band(forecast: Forecast, total: int, wanted: int, today: date) -> pd.DataFrame:
    far = today + timedelta(days=_FAR_DAYS)
    ends = [forecast.early, forecast.middle or far, forecast.late or far]
    days = sorted({today, *ends})

    def at(day: date, end: date) -> float:
        length = (end - today).days
        share = 1.0 if length == 0 else min(1.0, (day - today).days / length)
        return total + (wanted - total) * share

    return pd.DataFrame(
        {
            "day": [pd.Timestamp(day) for day in days],
            "high": [at(day, ends[0]) for day in days],
            "middle": [at(day, ends[1]) for day in days],
            "low": [at(day, ends[2]) for day in days],
        }
    )


def dots(frame: pd.DataFrame, value: str, names: Sequence[str]) -> _Chart:
    """Return one dot per person, at their value; people in the order of ``names``."""
    return (
        alt.Chart(frame)
        .mark_circle(size=110, opacity=1)
        .encode(
            x=alt.X(f"{value}:Q", title=None, scale=alt.Scale(zero=True)),
            y=alt.Y(
                "name:N", title=None, sort=list(names), axis=alt.Axis(labelLimit=180, grid=True)
            ),
            tooltip=["name:N", f"{value}:Q", "submitted:Q"],
        )
        .properties(height=max(80, 26 * len(frame)))
    )
