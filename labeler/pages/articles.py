"""The page on which articles come in and are found again."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from labeler.core.people import Role
from labeler.core.project import ProjectState
from labeler.core.queue import FIRST_BATCH, BatchState
from labeler.core.work import DocumentRow, ImportReport, TaskState
from labeler.formats.articles import ALIASES, SUFFIXES, Found, read_upload, unmatched_columns
from labeler.pages.articles_trash import offer_trash, select_round
from labeler.pages.context import open_article, person, services
from labeler.pages.people_common import plain, show_said
from labeler.workflow.importing import import_articles

_ROWS = 50
_SEVERAL = 2
_NAMED = 5
_REPORT = "articles-report"
_ROUND = "articles-round"
_STATES = {
    TaskState.NEW: "New",
    TaskState.DRAFT: "Draft",
    TaskState.SUBMITTED: "Submitted",
    TaskState.SKIPPED: "Skipped",
}
_SHOWN = {**_STATES, TaskState.TRASHED: "Labels in the trash"}
_STATE_COLORS = ["gray", "orange", "green", "violet", "red"]
_FIELDS = {
    "text": "Text",
    "title": "Title",
    "published_at": "Date",
    "source": "Source",
    "id": "Id",
}
"""The fields a person is asked for; the others are found by name or kept as they are."""


def page() -> None:
    """Show the list of articles and the import."""
    st.title("Articles")
    counts = services().workbench.progress(person().login)
    total = sum(counts.values())
    is_open = services().project.state is ProjectState.ACTIVE
    importing = is_open and Role(person().role).covers(Role.LEAD)
    if total:
        st.write("Every article of the project, in the order they came in. Click one to label it.")
    elif not importing:
        st.write(
            "There are no articles yet. A lead of the project brings them in; look again later."
        )
    elif services().trash.page(person().login, limit=1).total:
        st.write(
            "Every article of the project is in the trash. Restore some on the page Trash, or "
            "import others."
        )
    else:
        st.write(
            "There are no articles yet. Import some: they are listed here then, ready to be "
            "labelled, and suggestions for them are computed in the background."
        )
    _show_report()
    show_said()
    if importing:
        with st.expander("Import articles", icon=":material/upload_file:", expanded=not total):
            _import()
    if total:
        _list(counts, may_select=importing)


def _reading() -> None:
    """Say how far the model is, as long as it reads, or why it does not."""
    model = services().suggestions
    if model.problem:
        st.caption(f":material/info: No suggestions: {model.problem}. Labelling works without.")
    elif model.alive:
        st.fragment(_show_reading, run_every="2s")()


def _show_reading() -> None:
    done, total = services().suggestions.progress
    if done < total:
        st.session_state["reading"] = True
        st.progress(done / total, f"The model has read {done:,} of {total:,} articles.")
    elif st.session_state.pop("reading", False):
        # The list has their numbers now.
        st.rerun()


def _list(counts: Mapping[TaskState, int], *, may_select: bool) -> None:
    search, state = _filters(counts)
    selecting = may_select and st.toggle("Select articles", key="articles-select")
    number = st.session_state.get(_page_key(search, state), 1)
    workbench = services().workbench
    found = workbench.list_documents(
        person().login, search=search, state=state, limit=_ROWS, offset=(number - 1) * _ROWS
    )
    if not found.rows:
        st.info("No article matches. Clear the search, or choose another state.")
        return
    if any(row.suggestions is None for row in found.rows):
        _reading()
    key = f"articles-{search}-{state}-{number}"
    cells, ticked = _table(found.rows, key, selecting=selecting)
    first = (number - 1) * _ROWS + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{first:,}–{first + len(found.rows) - 1:,} of {found.total:,}")
        if found.total > _ROWS:
            st.pagination(
                ceil(found.total / _ROWS), max_visible_pages=5, key=_page_key(search, state)
            )
    if selecting:
        offer_trash([found.rows[at].id for at in ticked], search, state, found.total)
    elif cells:
        open_article(found.rows[cells[0][0]].id)


def _page_key(search: str, state: TaskState | None) -> str:
    # Another search begins on its own first page.
    return f"articles-page-{search}-{state}"


def _filters(counts: Mapping[TaskState, int]) -> tuple[str, TaskState | None]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            "Search",
            placeholder="Title, source or id",
            icon=":material/search:",
            label_visibility="collapsed",
            width=320,
        )
        state = st.segmented_control(
            "State",
            list(_STATES),
            format_func=lambda state: f"{_STATES[state]} {counts.get(state, 0):,}",
            label_visibility="collapsed",
        )
    return search.strip(), state


def _table(
    rows: Sequence[DocumentRow], key: str, *, selecting: bool
) -> tuple[Sequence[Any], Sequence[int]]:
    """Return the cell that was clicked, and the rows that are ticked."""
    shown = pd.DataFrame(
        {
            "state": [[_SHOWN[row.state]] for row in rows],
            "title": [row.title for row in rows],
            "suggestions": pd.array([row.suggestions for row in rows], dtype="Int64"),
            "source": [row.source for row in rows],
            "date": [row.published_at[:16].replace("T", " ") for row in rows],
            "length": [row.length for row in rows],
        }
    )
    chosen: Any = st.dataframe(
        shown,
        key=f"{key}-select-{select_round()}" if selecting else key,
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="multi-row" if selecting else "single-cell",
        placeholder="…",
        column_config={
            "state": st.column_config.MultiselectColumn(
                "State", width=100, options=list(_SHOWN.values()), color=_STATE_COLORS
            ),
            "title": st.column_config.TextColumn("Title"),
            "suggestions": st.column_config.NumberColumn(
                "Suggestions",
                width="small",
                help="How many items the model suggests; … while it has not looked yet.",
            ),
            "source": st.column_config.TextColumn("Source"),
            "date": st.column_config.TextColumn("Date"),
            "length": st.column_config.NumberColumn(
                "Characters", width="small", format="localized"
            ),
        },
    )
    return chosen.selection.cells, [at for at in chosen.selection.rows if at < len(rows)]


def _import() -> None:
    st.write(
        "Text files (the first line is the title), JSON Lines, CSV and Parquet tables with one "
        "article per row, and zip archives of these. The same text twice is recognised."
    )
    uploads = st.file_uploader(
        "Files",
        type=[suffix.removeprefix(".") for suffix in SUFFIXES],
        accept_multiple_files=True,
        label_visibility="collapsed",
        # Another key makes it empty again after an import.
        key=f"articles-upload-{st.session_state.get(_ROUND, 0)}",
    )
    if not uploads:
        return
    mappings = [_ask_columns(upload, place) for place, upload in enumerate(uploads)]
    known = [mapping for mapping in mappings if mapping is not None]
    batch_id = _ask_batch()
    label = f"Import {len(uploads)} files" if len(uploads) > 1 else "Import"
    if st.button(label, type="primary", disabled=len(known) < len(uploads)):
        st.session_state[_REPORT] = _run(uploads, known, batch_id)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.rerun()


def _ask_columns(upload: UploadedFile, place: int) -> dict[str, str] | None:
    """Return which column holds which field, nothing where the names tell.

    ``None`` while the person has not said which one holds the text.
    """
    columns = unmatched_columns(upload.name, upload)
    if not columns:
        return {}
    st.write(f"Which columns of {plain(upload.name)} hold what? The text is needed.")
    mapping: dict[str, str] = {}
    with st.container(horizontal=True):
        for field, label in _FIELDS.items():
            guess = next((n for n, c in enumerate(columns) if c.lower() in ALIASES[field]), None)
            column = st.selectbox(
                label,
                columns,
                index=guess,
                placeholder="Choose" if field == "text" else "None",
                key=f"articles-column-{st.session_state.get(_ROUND, 0)}-{place}-{field}",
                width=180,
            )
            if column is not None:
                mapping[field] = column
    return mapping if "text" in mapping else None


def _ask_batch() -> str:
    """Return which batch new articles go into; asked where there is more than one."""
    if services().accounts is None:
        return FIRST_BATCH
    found = {
        line.batch.id: line.batch.plan.name
        for line in services().queueing.batches(person().login)
        if line.batch.state is not BatchState.CLOSED
    }
    if len(found) < _SEVERAL:
        return next(iter(found), FIRST_BATCH)
    return st.selectbox(
        "Into the batch",
        list(found),
        format_func=found.__getitem__,
        help="Articles that are there already stay where they are.",
    )


def _run(
    uploads: Sequence[UploadedFile], mappings: Sequence[Mapping[str, str]], batch_id: str
) -> ImportReport:
    size = sum(upload.size for upload in uploads) or 1
    bar = st.progress(0.0, "Importing …")
    read = stored = 0

    def advance(count: int) -> None:
        nonlocal read
        read += count

    def tell(done: int, _total: int) -> None:
        nonlocal stored
        stored = done
        bar.progress(min(read / size, 1.0), f"Importing … {stored:,} articles")

    def articles() -> Iterator[Found]:
        return chain.from_iterable(
            read_upload(upload.name, upload, mapping, advance=advance)
            for upload, mapping in zip(uploads, mappings, strict=True)
        )

    workbench = services().workbench
    report = import_articles(
        workbench.store,
        workbench.project,
        articles(),
        workbench.clock,
        tell,
        role=Role(person().role),
        batch_id=batch_id,
    )
    bar.empty()
    services().suggestions.wake()
    return report


def _show_report() -> None:
    report: ImportReport | None = st.session_state.get(_REPORT)
    if report is None:
        return
    said = f"{_count(len(report.added), 'article')} added"
    if report.duplicates:
        said += f", {len(report.duplicates):,} already there"
    if report.in_trash:
        said += f", {len(report.in_trash):,} in the trash"
    if report.problems:
        st.warning(f"{said}, {_count(len(report.problems), 'problem')}", icon=":material/warning:")
        st.dataframe(
            pd.DataFrame(
                [(problem.place, problem.message) for problem in report.problems],
                columns=["Where", "What is wrong"],
            ),
            hide_index=True,
        )
    else:
        st.success(said, icon=":material/check:")
    if report.in_trash:
        first = ", ".join(plain(owner) for _, owner in report.in_trash[:_NAMED])
        more = f" and {len(report.in_trash) - _NAMED:,} more" * (len(report.in_trash) > _NAMED)
        st.caption(
            f"In the trash, where nothing was changed: {first}{more}. The page Trash restores them."
        )
    for note in report.notes:
        st.caption(plain(str(note)))
    if st.button("Close", type="tertiary", icon=":material/close:"):
        del st.session_state[_REPORT]
        st.rerun()


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
