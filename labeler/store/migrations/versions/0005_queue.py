"""Batches, places at articles, control articles."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the queue; all articles there are go to everybody, as before."""
    _widen_tasks()
    _create_batches()
    _create_queue()
    _create_controls()
    _put_all_in_one_batch()


def _widen_tasks() -> None:
    for column in (
        sa.Column("batch", sa.String(), nullable=False, server_default="all"),
        sa.Column("kind", sa.String(), nullable=False, server_default="ordinary"),
        sa.Column("blind", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("holds", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("assigned", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("tasks", column)
    op.create_index("ix_tasks_project_batch_state", "tasks", ["project", "batch", "state"])


def _create_batches() -> None:
    op.create_table(
        "batches",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=True),
        sa.Column("dealing", sa.String(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("calibration", sa.Integer(), nullable=False),
        sa.Column("control_every", sa.Integer(), nullable=False),
        sa.Column("blind_share", sa.Float(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=True),
        _belongs("batches", ["project"], ["projects.id"]),
        _belongs("batches", ["created_by"], ["people.login"]),
        sa.PrimaryKeyConstraint("project", "id", name=op.f("pk_batches")),
    )
    op.create_table(
        "batch_changes",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        _belongs("batch_changes", ["project", "batch"], ["batches.project", "batches.id"]),
        _belongs("batch_changes", ["login"], ["people.login"]),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_batch_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_batch_changes_project_batch", "batch_changes", ["project", "batch"])


def _create_queue() -> None:
    op.create_table(
        "queue",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        _belongs("queue", ["project", "document"], ["documents.project", "documents.id"]),
        _belongs("queue", ["project", "batch"], ["batches.project", "batches.id"]),
        sa.PrimaryKeyConstraint("project", "document", name=op.f("pk_queue")),
    )
    op.create_index(
        "ix_queue_claims",
        "queue",
        ["project", "batch", "is_full", "position", "kind", "document"],
    )
    op.create_index(
        "ix_queue_project_batch_position", "queue", ["project", "batch", "position", "document"]
    )


def _create_controls() -> None:
    op.create_table(
        "controls",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        _belongs("controls", ["project", "document"], ["documents.project", "documents.id"]),
        _belongs("controls", ["task"], ["tasks.id"]),
        _belongs("controls", ["login"], ["people.login"]),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_controls")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_controls_project_document", "controls", ["project", "document"])


def _put_all_in_one_batch() -> None:
    op.execute(
        "insert into batches (project, id, name, state, wanted, dealing, people, priority,"
        " calibration, control_every, blind_share, revision, created_at, created_by)"
        " select id, 'all', 'All articles', 'open', null, 'free', '[]', 0, 0, 0, 0, 1,"
        " created_at, null from projects"
    )
    op.execute("update tasks set holds = (state <> 'skipped')")
    op.execute(
        "insert into queue (project, document, batch, position, kind, wanted, taken, is_full)"
        " select d.project, d.id, 'all', d.seq, 'ordinary', null,"
        " (select count(*) from tasks t where t.project = d.project and t.document = d.id"
        " and t.holds), false from documents d"
    )


def _belongs(table: str, columns: list[str], of: list[str]) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(columns, of, name=op.f(f"fk_{table}_{'_'.join(columns)}"))
