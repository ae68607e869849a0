"""One batch on the page Queue: open or pause it, change it, put articles in, deal them out."""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from labeler.core.queue import (
    Batch,
    BatchChange,
    BatchLine,
    BatchState,
    Dealing,
    Order,
    Plan,
    PlanRefusedError,
    StaleBatchError,
)
from labeler.pages.people_common import clock_time, plain, refusal, say, show_said
from labeler.pages.queue_articles import show_articles
from labeler.pages.queue_plan import ask_plan, names
from labeler.workflow.queueing import Queueing

_ORDERS = {
    Order.IMPORTED: "As imported",
    Order.NEWEST: "Newest first",
    Order.SHORTEST: "Shortest first",
    Order.SHUFFLED: "Mixed",
}
_MEANS = {
    BatchState.OPEN: "Its articles are handed out.",
    BatchState.PAUSED: "Nothing new is handed out; what people have begun they can finish.",
    BatchState.CLOSED: "It is done with. Its labels stay, and it can be opened again.",
}
_STEPS = {
    BatchState.OPEN: (("Pause", BatchState.PAUSED), ("Close", BatchState.CLOSED)),
    BatchState.PAUSED: (("Open", BatchState.OPEN), ("Close", BatchState.CLOSED)),
    BatchState.CLOSED: (("Open again", BatchState.OPEN),),
}
BATCH_WORDS = {
    "created": "made it",
    "changed": "changed it",
    "articles-added": "put articles in",
    "brought-forward": "brought articles forward",
    "control-made": "made a control article",
    "control-ended": "made a control article an ordinary one",
}
"""What somebody did to a batch, as it follows their name."""


def show_batch(queueing: Queueing, by: str, batch_id: str, leave: Callable[[], None]) -> None:
    """Show one batch; NotFoundError where there is none."""
    lines = queueing.batches(by)
    line = next((line for line in lines if line.batch.id == batch_id), None)
    st.button("All batches", icon=":material/arrow_back:", type="tertiary", on_click=leave)
    if line is None:
        st.info("There is no such batch.")
        return
    changes = queueing.changes(by, batch_id)
    batch = line.batch
    st.title(plain(batch.plan.name))
    show_said()
    _state(queueing, by, batch)
    _figures(line)
    if batch.plan.dealing is Dealing.ASSIGNED:
        _deal(queueing, by, batch)
    show_articles(queueing, by, batch)
    with st.expander("Put articles in", icon=":material/playlist_add:"):
        _fill(queueing, by, batch, [other for other in lines if other.batch.id != batch_id])
    with st.expander("Change the batch", icon=":material/tune:"):
        _plan(queueing, by, batch)
    with st.expander("What was done to it", icon=":material/history:"):
        _log(changes)


def _state(queueing: Queueing, by: str, batch: Batch) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(f"**{batch.state.value.capitalize()}.** {_MEANS[batch.state]}")
        for label, state in _STEPS[batch.state]:
            go = state is BatchState.OPEN
            if st.button(label, type="primary" if go else "secondary", key=f"queue-{state}"):
                _change(queueing, by, batch, batch.plan, state, f"The batch is {state.value} now.")


def _figures(line: BatchLine) -> None:
    wanted = line.batch.plan.wanted
    figures = [
        ("Articles", f"{line.articles:,}"),
        ("Submitted", f"{line.states.get('submitted', 0):,}"),
        ("Begun", f"{line.states.get('draft', 0):,}"),
        ("Skipped", f"{line.states.get('skipped', 0):,}"),
    ]
    if wanted is not None:
        figures.insert(1, ("With all their people", f"{line.full:,}"))
    with st.container(horizontal=True):
        for label, value in figures:
            st.metric(label, value, width="content")


def _deal(queueing: Queueing, by: str, batch: Batch) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(
            "Deal the articles out so that everybody has about as many. Done again, only what is "
            "missing is dealt."
        )
        if not st.button("Deal out", icon=":material/playing_cards:"):
            return
    bar = st.progress(0.0, "Dealing …")
    try:
        dealt = queueing.deal_out(by, batch.id, _telling(bar, "Dealing"))
    except PlanRefusedError as error:
        st.error("  \n".join(refusal(error)))
        return
    say("Everything is dealt already." if not dealt else f"{dealt:,} places were dealt.")
    st.rerun()


def _fill(queueing: Queueing, by: str, batch: Batch, others: list[BatchLine]) -> None:
    if not others:
        st.write("There is no other batch to take articles from. Imports go to the first one.")
        return
    st.write("Articles that nobody has opened move here from another batch.")
    by_id = {line.batch.id: line for line in others}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = st.selectbox(
            "From",
            list(by_id),
            format_func=lambda found: by_id[found].batch.plan.name,
            key=f"queue-from-{batch.id}",
            width=220,
        )
        search = st.text_input(
            "With these letters", placeholder="Title, source or id", width=220, key="queue-letters"
        )
        most = st.number_input(
            "At most", min_value=1, value=None, placeholder="All", width=120, key="queue-most"
        )
        order = st.selectbox(
            "Order", list(_ORDERS), format_func=_ORDERS.__getitem__, width=160, key="queue-order"
        )
    count = queueing.count_untouched(by, of, search.strip())
    if not count:
        st.info("No article of that batch fits that nobody has opened yet.")
        return
    moved = min(count, int(most)) if most else count
    words = "1 article" if moved == 1 else f"{moved:,} articles"
    st.caption(f"{count:,} fit.")
    if st.button("Move them here", key="queue-move"):
        bar = st.progress(0.0, f"Moving {words} …")
        done = queueing.fill(
            by,
            batch.id,
            of=of,
            search=search.strip(),
            most=int(most) if most else None,
            order=order,
            tell=_telling(bar, "Moving"),
        )
        say(f"{done:,} {'article' if done == 1 else 'articles'} moved here.")
        st.rerun()


def _telling(bar: DeltaGenerator, doing: str) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        bar.progress(done / total, f"{doing} … {done:,} of {total:,}")

    return tell


def _plan(queueing: Queueing, by: str, batch: Batch) -> None:
    plan = ask_plan(f"queue-plan-{batch.revision}", batch.plan, "Change it")
    if plan is not None:
        _change(queueing, by, batch, plan, batch.state, "The batch is changed.")


def _change(  # noqa: PLR0913, PLR0917 - one change is all of these
    queueing: Queueing, by: str, batch: Batch, plan: Plan, state: BatchState, said: str
) -> None:
    try:
        queueing.change(by, batch.id, plan, state, batch.revision)
    except PlanRefusedError as error:
        st.error("  \n".join(refusal(error)))
        return
    except StaleBatchError:
        said = "Somebody else changed this batch meanwhile. Look at what it is now, and try again."
        say(said, wrong=True)
    else:
        say(said)
    st.rerun()


def _log(changes: Sequence[BatchChange]) -> None:
    if not changes:
        st.write("Nothing yet.")
        return
    called = names()
    for change in changes:
        who = called.get(change.login, change.login) or "The server"
        did = BATCH_WORDS.get(change.kind, change.kind)
        st.markdown(f"{clock_time(change.at)} · **{plain(who)}** {did}{_detail(change)}")


def _detail(change: BatchChange) -> str:
    if "articles" in change.detail:
        return f": {change.detail['articles']:,}"
    if change.kind != "changed":
        return ""
    parts = [
        f"{field.replace('_', ' ')} {plain(str(was))} → {plain(str(now))}"
        for field, (was, now) in change.detail.items()
    ]
    return f": {', '.join(parts)}"
