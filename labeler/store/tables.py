"""The tables. Migrations bring a database to exactly this."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)

from labeler.core.queue import FIRST_BATCH

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: timezone-aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; a naive one is refused."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - as declared above it
        """Return the moment in UTC; SQLite itself knows no time zones."""
        del dialect
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


projects = Table(
    "projects",
    metadata,
    Column("id", String, primary_key=True),
    # The schema in use; all that ever were are in ``schemas``.
    Column("schema_id", String, nullable=False),
    Column("schema_version", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # NULL while it was given none: the id is shown.
    Column("name", Text),
    Column("guidelines", Text),
    # NULL for the project that follows the schema file of the settings.
    Column("schema_text", Text),
    Column("state", String, nullable=False, server_default="active"),
    Column("suggest", Boolean, nullable=False, server_default=true()),
    # NULL for that of the settings.
    Column("lease_s", Integer),
    # Grows with every change.
    Column("revision", Integer, nullable=False, server_default="0"),
)

# Appended to, never changed.
project_changes = Table(
    "project_changes",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("login", ForeignKey("people.login"), nullable=False),
    Column("kind", String, nullable=False),
    Column("detail", JSON, nullable=False),
    Index("ix_project_changes_project_at", "project", "at", "seq"),
    sqlite_autoincrement=True,
)

schemas = Table(
    "schemas",
    metadata,
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("id", String, nullable=False),
    Column("version", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("first_used_at", UtcDateTime, nullable=False),
    # Two digests of one version are a schema edited without a new version.
    PrimaryKeyConstraint("project", "id", "version", "digest"),
)

people = Table(
    "people",
    metadata,
    Column("login", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("id", String, nullable=False),
    # Counts up from 1 within the project, in import order.
    Column("seq", Integer, nullable=False),
    Column("bucket", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("published_at", String, nullable=False),
    Column("language", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("length", Integer, nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    # Title, source and id, folded: SQLite folds the case of ASCII only.
    Column("searched", Text, nullable=False),
    # Asked through ``trash_rows.HERE``, and in no other way.
    Column("in_trash", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("project", "id"),
    UniqueConstraint("project", "seq"),
    UniqueConstraint("project", "sha256"),
    Index("ix_documents_project_bucket", "project", "bucket"),
    # Lists in import order, and all that counting them reads.
    Index("ix_documents_here", "project", "in_trash", "seq", "id"),
    # All that counting articles by source reads.
    Index("ix_documents_source", "project", "in_trash", "source", "id"),
)

# Apart from ``documents``, so that lists and searches do not read through the texts.
texts = Table(
    "texts",
    metadata,
    Column("project", String, nullable=False),
    Column("document", String, nullable=False),
    Column("meta", JSON, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("project", "document"),
    ForeignKeyConstraint(["project", "document"], ["documents.project", "documents.id"]),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", String, primary_key=True),
    Column("project", String, nullable=False),
    Column("document", String, nullable=False),
    Column("login", ForeignKey("people.login"), nullable=False),
    Column("state", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("lease_expires_at", UtcDateTime, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("saved_at", UtcDateTime),
    # Of the last revision, empty before the first.
    Column("save_id", String, nullable=False),
    Column("submitted_at", UtcDateTime),
    Column("skip_reason", Text, nullable=False),
    Column("active_s", Float, nullable=False),
    # As they were when the task was opened.
    Column("batch", String, nullable=False, server_default=FIRST_BATCH),
    Column("kind", String, nullable=False, server_default="ordinary"),
    Column("blind", Boolean, nullable=False, server_default=false()),
    # One of the places at the article is this person's.
    Column("holds", Boolean, nullable=False, server_default=false()),
    # Dealt to the person: the place waits for them.
    Column("assigned", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("project", "document", "login"),
    ForeignKeyConstraint(["project", "document"], ["documents.project", "documents.id"]),
    Index("ix_tasks_project_login_state", "project", "login", "state"),
    Index("ix_tasks_project_batch_state", "project", "batch", "state"),
    # All that counting what is done reads, article by article. A save of a draft does not touch it.
    Index("ix_tasks_done", "project", "document", "state", "submitted_at"),
    # All that counting work by day reads. A save of a draft does not touch it.
    Index(
        "ix_tasks_submitted",
        "project",
        "submitted_at",
        "login",
        "active_s",
        sqlite_where=text("submitted_at IS NOT NULL"),
        postgresql_where=text("submitted_at IS NOT NULL"),
    ),
)

batches = Table(
    "batches",
    metadata,
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("id", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", String, nullable=False),
    # NULL for everybody.
    Column("wanted", Integer),
    Column("dealing", String, nullable=False),
    Column("people", JSON, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("calibration", Integer, nullable=False),
    Column("control_every", Integer, nullable=False),
    Column("blind_share", Float, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", ForeignKey("people.login")),
    PrimaryKeyConstraint("project", "id"),
)

# Where each article stands. Claims look for the first that is not full.
queue = Table(
    "queue",
    metadata,
    Column("project", String, nullable=False),
    Column("document", String, nullable=False),
    Column("batch", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String, nullable=False),
    # NULL for everybody.
    Column("wanted", Integer),
    # How many tasks hold a place.
    Column("taken", Integer, nullable=False),
    Column("is_full", Boolean, nullable=False),
    PrimaryKeyConstraint("project", "document"),
    ForeignKeyConstraint(["project", "document"], ["documents.project", "documents.id"]),
    ForeignKeyConstraint(["project", "batch"], ["batches.project", "batches.id"]),
    # The next that is not full, and a page of all of them.
    Index("ix_queue_claims", "project", "batch", "is_full", "position", "kind", "document"),
    Index("ix_queue_project_batch_position", "project", "batch", "position", "document"),
)

# How control articles are to be labelled. Appended to: the last one counts.
controls = Table(
    "controls",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("project", String, nullable=False),
    Column("document", String, nullable=False),
    # The task and revision the labels were taken from.
    Column("task", ForeignKey("tasks.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("login", ForeignKey("people.login"), nullable=False),
    ForeignKeyConstraint(["project", "document"], ["documents.project", "documents.id"]),
    Index("ix_controls_project_document", "project", "document"),
    sqlite_autoincrement=True,
)

# Appended to, never changed.
batch_changes = Table(
    "batch_changes",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("project", String, nullable=False),
    Column("batch", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # Nobody: made with the project.
    Column("login", ForeignKey("people.login")),
    Column("kind", String, nullable=False),
    Column("detail", JSON, nullable=False),
    ForeignKeyConstraint(["project", "batch"], ["batches.project", "batches.id"]),
    Index("ix_batch_changes_project_batch", "project", "batch"),
    sqlite_autoincrement=True,
)

# Appended to, never changed.
revisions = Table(
    "revisions",
    metadata,
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("task", ForeignKey("tasks.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("login", ForeignKey("people.login"), nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("save_id", String, nullable=False),
    Column("schema_id", String, nullable=False),
    Column("schema_version", String, nullable=False),
    Column("client", JSON, nullable=False),
    Column("difference", JSON, nullable=False),
    Column("labels", Text, nullable=False),
    PrimaryKeyConstraint("task", "number"),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("project", String, nullable=False),
    Column("document", String, nullable=False),
    Column("author", String, nullable=False),
    Column("item_count", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("labels", Text, nullable=False),
    PrimaryKeyConstraint("project", "document", "author"),
    ForeignKeyConstraint(["project", "document"], ["documents.project", "documents.id"]),
    Index("ix_suggestions_project_author", "project", "author"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("project", String, nullable=False),
    Column("document", String, nullable=False),
    Column("bucket", Integer, nullable=False),
    ForeignKeyConstraint(["project", "document"], ["documents.project", "documents.id"]),
    # Without it SQLite would give the number of a cleared entry to a new one.
    sqlite_autoincrement=True,
)

# Appended to, never changed.
history = Table(
    "history",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("project", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # Nobody in particular: an import from the command line.
    Column("login", ForeignKey("people.login")),
    Column("kind", String, nullable=False),
    Column("document", String, nullable=False),
    Column("task", ForeignKey("tasks.id")),
    Column("detail", JSON, nullable=False),
    ForeignKeyConstraint(["project", "document"], ["documents.project", "documents.id"]),
    Index("ix_history_document", "project", "document", "at", "seq"),
    Index("ix_history_at", "project", "at", "seq"),
    Index("ix_history_login", "project", "login", "at", "seq"),
    Index("ix_history_kind", "project", "kind", "at", "seq"),
    Index("ix_history_task", "task", "seq", "kind"),
    sqlite_autoincrement=True,
)

actors = Table(
    "actors",
    metadata,
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    # Names, code and Wikidata item, folded, each between line breaks.
    Column("searched", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("country", String, nullable=False),
    Column("sectors", JSON, nullable=False),
    Column("code", String, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("wikidata", String, nullable=False),
    Column("notes", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", ForeignKey("people.login"), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", ForeignKey("people.login"), nullable=False),
    PrimaryKeyConstraint("project", "id"),
    # All a search reads. PostgreSQL indexes no value of more than 2,700 bytes.
    Index("ix_actors_search", "project", "searched", "kind", "id").ddl_if(dialect="sqlite"),
)

# Appended to, never changed.
actor_changes = Table(
    "actor_changes",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("project", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("login", ForeignKey("people.login"), nullable=False),
    # NULL where the actor was made.
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON, nullable=False),
    ForeignKeyConstraint(["project", "actor"], ["actors.project", "actors.id"]),
    UniqueConstraint("project", "actor", "revision"),
    Index("ix_actor_changes_at", "project", "at", "seq"),
    sqlite_autoincrement=True,
)

# Which articles, by their number, the words of a segment were taken from.
word_segments = Table(
    "word_segments",
    metadata,
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("project", "first"),
)

# In which articles of a segment a word stands. The segment comes before the
# word, so that an import appends to the table and rewrites nothing.
word_postings = Table(
    "word_postings",
    metadata,
    Column("project", String, nullable=False),
    Column("segment", Integer, nullable=False),
    Column("word", String, nullable=False),
    # Numbers less the segment's first, 16 bits each, in order.
    Column("numbers", LargeBinary, nullable=False),
    PrimaryKeyConstraint("project", "segment", "word"),
    ForeignKeyConstraint(["project", "segment"], ["word_segments.project", "word_segments.first"]),
    sqlite_with_rowid=False,
)

# Who may sign in. The name is in ``people``; a person without an account, such
# as the one of an installation without passwords, cannot sign in.
accounts = Table(
    "accounts",
    metadata,
    Column("login", ForeignKey("people.login"), primary_key=True),
    # argon2id with its salt and cost; NULL before a password was chosen.
    Column("password_hash", Text),
    Column("active", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime),
)

memberships = Table(
    "memberships",
    metadata,
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("login", ForeignKey("accounts.login"), nullable=False),
    Column("role", String, nullable=False),
    PrimaryKeyConstraint("project", "login"),
    Index("ix_memberships_login", "login"),
)

# Of each secret below only its SHA-256 is here: who reads the database gets in nowhere.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("login", ForeignKey("accounts.login"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    # Set when it is ended or found expired: a clock that jumps back revives nothing.
    Column("ended_at", UtcDateTime),
    Column("client", Text, nullable=False),
    Column("address", Text, nullable=False),
    UniqueConstraint("digest"),
    Index("ix_sessions_login", "login"),
)

one_time_links = Table(
    "one_time_links",
    metadata,
    Column("id", String, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("kind", String, nullable=False),
    # NULL for the first admin, who chooses it.
    Column("login", ForeignKey("accounts.login")),
    Column("role", String, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # NULL where the server itself made it.
    Column("created_by", ForeignKey("people.login")),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    # Withdrawn, replaced by a newer one, or found expired.
    Column("ended_at", UtcDateTime),
    UniqueConstraint("digest"),
    Index("ix_one_time_links_login", "login"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("login", ForeignKey("accounts.login"), nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    UniqueConstraint("digest"),
    Index("ix_api_tokens_login", "login"),
)

# With which identities, of a provider elsewhere, people sign in.
external_identities = Table(
    "external_identities",
    metadata,
    Column("issuer", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("login", ForeignKey("accounts.login"), nullable=False),
    Column("bound_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("issuer", "subject"),
    UniqueConstraint("login"),
)

# Failed tries in a row, by what was tried or from where.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("kind", String, nullable=False),
    # A digest, as people type their password where the login belongs.
    Column("digest", String(64), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("kind", "digest"),
    Index("ix_sign_in_failures_last_at", "last_at"),
)

# Appended to, never changed.
account_changes = Table(
    "account_changes",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # NULL where the server itself did it.
    Column("login", ForeignKey("people.login")),
    Column("kind", String, nullable=False),
    # Whose account; NULL where there is none yet.
    Column("whom", ForeignKey("people.login")),
    Column("detail", JSON, nullable=False),
    Index("ix_account_changes_project_seq", "project", "seq"),
    sqlite_autoincrement=True,
)

# What people say to each other. A thread without a task is about the article.
threads = Table(
    "threads",
    metadata,
    Column("project", String, nullable=False),
    Column("id", String, nullable=False),
    Column("document", String, nullable=False),
    Column("task", ForeignKey("tasks.id")),
    Column("item", String),
    Column("quote", Text, nullable=False),
    Column("opened_by", ForeignKey("people.login"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("resolved_by", ForeignKey("people.login")),
    Column("resolved_at", UtcDateTime),
    PrimaryKeyConstraint("project", "id"),
    ForeignKeyConstraint(["project", "document"], ["documents.project", "documents.id"]),
    Index("ix_threads_project_document", "project", "document"),
)

# Appended to; a message that is taken back keeps its text.
messages = Table(
    "messages",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("project", String, nullable=False),
    Column("id", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("login", ForeignKey("people.login"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("taken_back_at", UtcDateTime),
    UniqueConstraint("project", "id"),
    ForeignKeyConstraint(["project", "thread"], ["threads.project", "threads.id"]),
    Index("ix_messages_project_thread", "project", "thread"),
    sqlite_autoincrement=True,
)

# Whom a message names.
message_mentions = Table(
    "message_mentions",
    metadata,
    Column("message", ForeignKey("messages.seq"), nullable=False),
    Column("login", ForeignKey("people.login"), nullable=False),
    PrimaryKeyConstraint("message", "login"),
)

# Whom a message is told.
inbox = Table(
    "inbox",
    metadata,
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("login", ForeignKey("people.login"), nullable=False),
    Column("message", ForeignKey("messages.seq"), nullable=False),
    Column("read_at", UtcDateTime),
    PrimaryKeyConstraint("project", "login", "message"),
)

# What lies in the trash now; ``history`` has what ever did.
trash = Table(
    "trash",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("project", String, nullable=False),
    Column("document", String, nullable=False),
    # Whose labels of the article; NULL for the article with all of them.
    Column("task", ForeignKey("tasks.id")),
    Column("at", UtcDateTime, nullable=False),
    Column("login", ForeignKey("people.login"), nullable=False),
    Column("reason", Text, nullable=False),
    # Reason and logins, folded, as in ``documents``.
    Column("searched", Text, nullable=False),
    ForeignKeyConstraint(["project", "document"], ["documents.project", "documents.id"]),
    Index("ix_trash_project_seq", "project", "seq"),
    Index("ix_trash_project_document", "project", "document"),
    sqlite_autoincrement=True,
)

# How the tasks that went with it stood.
trash_tasks = Table(
    "trash_tasks",
    metadata,
    Column("task", ForeignKey("tasks.id"), primary_key=True),
    Column("trash", ForeignKey("trash.seq"), nullable=False),
    Column("state", String, nullable=False),
    Column("submitted_at", UtcDateTime),
    Column("holds", Boolean, nullable=False),
    Column("assigned", Boolean, nullable=False),
    Index("ix_trash_tasks_trash", "trash"),
)

# Where an article stood: its row of ``queue``, which would be in the way of every claim.
trash_places = Table(
    "trash_places",
    metadata,
    Column("project", String, nullable=False),
    Column("document", String, nullable=False),
    Column("batch", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String, nullable=False),
    PrimaryKeyConstraint("project", "document"),
    ForeignKeyConstraint(["project", "document"], ["documents.project", "documents.id"]),
    ForeignKeyConstraint(["project", "batch"], ["batches.project", "batches.id"]),
    Index("ix_trash_places_batch", "project", "batch", "position"),
)
