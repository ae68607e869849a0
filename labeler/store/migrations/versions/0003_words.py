"""The words of the articles, for the concordance."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create word_segments and word_postings, empty: the store fills them."""
    op.create_table(
        "word_segments",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project"], ["projects.id"], name=op.f("fk_word_segments_project")
        ),
        sa.PrimaryKeyConstraint("project", "first", name=op.f("pk_word_segments")),
    )
    op.create_table(
        "word_postings",
        sa.Column("project", sa.String(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project", "segment"],
            ["word_segments.project", "word_segments.first"],
            name=op.f("fk_word_postings_project_segment"),
        ),
        sa.PrimaryKeyConstraint("project", "segment", "word", name=op.f("pk_word_postings")),
        sqlite_with_rowid=False,
    )
