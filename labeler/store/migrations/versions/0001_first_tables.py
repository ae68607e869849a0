"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create projects, people, documents, tasks, suggestions, outbox and history."""
    _create_projects()
    _create_documents()
    _create_tasks()
    _create_suggestions()
    _create_logs()


def _create_projects() -> None:
    op.create_table(
        "projects",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("schema_id", sa.String(), nullable=False),
        sa.Column("schema_version", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_table(
        "schemas",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project"], ["projects.id"], name=op.f("fk_schemas_project")),
        sa.PrimaryKeyConstraint("project", "id", "version", "digest", name=op.f("pk_schemas")),
    )
    op.create_table(
        "people",
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_people")),
    )


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("published_at", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["project"], ["projects.id"], name=op.f("fk_documents_project")),
        sa.PrimaryKeyConstraint("project", "id", name=op.f("pk_documents")),
        sa.UniqueConstraint("project", "seq", name=op.f("uq_documents_project_seq")),
        sa.UniqueConstraint("project", "sha256", name=op.f("uq_documents_project_sha256")),
    )
    op.create_index("ix_documents_project_bucket", "documents", ["project", "bucket"])
    op.create_table(
        "texts",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("meta", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project", "document"],
            ["documents.project", "documents.id"],
            name=op.f("fk_texts_project_document"),
        ),
        sa.PrimaryKeyConstraint("project", "document", name=op.f("pk_texts")),
    )


def _create_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("save_id", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skip_reason", sa.Text(), nullable=False),
        sa.Column("active_s", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["login"], ["people.login"], name=op.f("fk_tasks_login")),
        sa.ForeignKeyConstraint(
            ["project", "document"],
            ["documents.project", "documents.id"],
            name=op.f("fk_tasks_project_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint(
            "project", "document", "login", name=op.f("uq_tasks_project_document_login")
        ),
    )
    op.create_index("ix_tasks_project_login_state", "tasks", ["project", "login", "state"])
    op.create_table(
        "revisions",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("save_id", sa.String(), nullable=False),
        sa.Column("schema_id", sa.String(), nullable=False),
        sa.Column("schema_version", sa.String(), nullable=False),
        sa.Column("client", sa.JSON(), nullable=False),
        sa.Column("difference", sa.JSON(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["login"], ["people.login"], name=op.f("fk_revisions_login")),
        sa.ForeignKeyConstraint(["project"], ["projects.id"], name=op.f("fk_revisions_project")),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name=op.f("fk_revisions_task")),
        sa.PrimaryKeyConstraint("task", "number", name=op.f("pk_revisions")),
    )


def _create_suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project", "document"],
            ["documents.project", "documents.id"],
            name=op.f("fk_suggestions_project_document"),
        ),
        sa.PrimaryKeyConstraint("project", "document", "author", name=op.f("pk_suggestions")),
    )
    op.create_index("ix_suggestions_project_author", "suggestions", ["project", "author"])


def _create_logs() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project", "document"],
            ["documents.project", "documents.id"],
            name=op.f("fk_outbox_project_document"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "history",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["login"], ["people.login"], name=op.f("fk_history_login")),
        sa.ForeignKeyConstraint(
            ["project", "document"],
            ["documents.project", "documents.id"],
            name=op.f("fk_history_project_document"),
        ),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name=op.f("fk_history_task")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_history")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_history_project_document", "history", ["project", "document"])
