"""Threads, their messages, and who is told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of threads, empty: notes stay with the labels they are in."""
    _create_threads()
    _create_messages()
    op.create_table(
        "message_mentions",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        _belongs("message_mentions", "message", "messages.seq"),
        _belongs("message_mentions", "login", "people.login"),
        sa.PrimaryKeyConstraint("message", "login", name=op.f("pk_message_mentions")),
    )
    op.create_table(
        "inbox",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        _belongs("inbox", "project", "projects.id"),
        _belongs("inbox", "login", "people.login"),
        _belongs("inbox", "message", "messages.seq"),
        sa.PrimaryKeyConstraint("project", "login", "message", name=op.f("pk_inbox")),
    )


def _create_threads() -> None:
    op.create_table(
        "threads",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=True),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        _belongs("threads", "task", "tasks.id"),
        _belongs("threads", "opened_by", "people.login"),
        _belongs("threads", "resolved_by", "people.login"),
        sa.ForeignKeyConstraint(
            ["project", "document"],
            ["documents.project", "documents.id"],
            name=op.f("fk_threads_project_document"),
        ),
        sa.PrimaryKeyConstraint("project", "id", name=op.f("pk_threads")),
    )
    op.create_index("ix_threads_project_document", "threads", ["project", "document"])


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        _belongs("messages", "login", "people.login"),
        sa.ForeignKeyConstraint(
            ["project", "thread"],
            ["threads.project", "threads.id"],
            name=op.f("fk_messages_project_thread"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_messages")),
        sa.UniqueConstraint("project", "id", name=op.f("uq_messages_project_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_messages_project_thread", "messages", ["project", "thread"])


def _belongs(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
