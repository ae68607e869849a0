"""Several projects: their names, guidelines, schemas and settings, and what was done to them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for what a project is besides its schema."""
    for column in (
        sa.Column("name", sa.Text()),
        sa.Column("guidelines", sa.Text()),
        sa.Column("schema_text", sa.Text()),
        sa.Column("state", sa.String(), nullable=False, server_default="active"),
        sa.Column("suggest", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("lease_s", sa.Integer()),
        sa.Column("revision", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("projects", column)
    op.create_table(
        "project_changes",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_project_changes")),
        sa.ForeignKeyConstraint(
            ["project"], ["projects.id"], name=op.f("fk_project_changes_project")
        ),
        sa.ForeignKeyConstraint(["login"], ["people.login"], name=op.f("fk_project_changes_login")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_project_changes_project_at", "project_changes", ["project", "at", "seq"])
