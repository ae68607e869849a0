"""Actors of the project and their history."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create actors and actor_changes."""
    op.create_table(
        "actors",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("wikidata", sa.String(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["project"], ["projects.id"], name=op.f("fk_actors_project")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people.login"], name=op.f("fk_actors_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["people.login"], name=op.f("fk_actors_updated_by")
        ),
        sa.PrimaryKeyConstraint("project", "id", name=op.f("pk_actors")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_actors_search", "actors", ["project", "searched", "kind", "id"])
    op.create_table(
        "actor_changes",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project", "actor"],
            ["actors.project", "actors.id"],
            name=op.f("fk_actor_changes_project_actor"),
        ),
        sa.ForeignKeyConstraint(["login"], ["people.login"], name=op.f("fk_actor_changes_login")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_actor_changes")),
        sa.UniqueConstraint(
            "project",
            "actor",
            "revision",
            name=op.f("uq_actor_changes_project_actor_revision"),
        ),
        sqlite_autoincrement=True,
    )
