"""The trash: which articles and labels lie in it, and how they stood before."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mark articles as in the trash or not, and make room for what is kept of those that are."""
    op.add_column(
        "documents",
        sa.Column("in_trash", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_documents_here", "documents", ["project", "in_trash", "seq", "id"])
    op.create_table(
        "trash",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("task", sa.String()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_trash")),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name=op.f("fk_trash_task")),
        sa.ForeignKeyConstraint(["login"], ["people.login"], name=op.f("fk_trash_login")),
        sa.ForeignKeyConstraint(
            ["project", "document"],
            ["documents.project", "documents.id"],
            name=op.f("fk_trash_project_document"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_trash_project_seq", "trash", ["project", "seq"])
    op.create_index("ix_trash_project_document", "trash", ["project", "document"])
    _tasks()
    _places()


def _tasks() -> None:
    op.create_table(
        "trash_tasks",
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("trash", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True)),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("assigned", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("task", name=op.f("pk_trash_tasks")),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name=op.f("fk_trash_tasks_task")),
        sa.ForeignKeyConstraint(["trash"], ["trash.seq"], name=op.f("fk_trash_tasks_trash")),
    )
    op.create_index("ix_trash_tasks_trash", "trash_tasks", ["trash"])


def _places() -> None:
    op.create_table(
        "trash_places",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("project", "document", name=op.f("pk_trash_places")),
        sa.ForeignKeyConstraint(
            ["project", "document"],
            ["documents.project", "documents.id"],
            name=op.f("fk_trash_places_project_document"),
        ),
        sa.ForeignKeyConstraint(
            ["project", "batch"],
            ["batches.project", "batches.id"],
            name=op.f("fk_trash_places_project_batch"),
        ),
    )
    op.create_index("ix_trash_places_batch", "trash_places", ["project", "batch", "position"])
