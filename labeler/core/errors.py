"""Every error the core raises.

::

    LabelerError
    ├── SpanError             a fragment or mention that cannot exist
    ├── UnknownNameError      a schema has no type, role or attribute of that name
    ├── ConversionError       a record that cannot be read as what it should be
    ├── NotFoundError         no such project, document, task, actor, account …
    ├── DuplicateError        a document whose id or text is there already
    ├── StaleRevisionError    someone else saved first            (core.work)
    ├── LeaseLostError        the task was handed on              (core.work)
    ├── WrongStateError       the task is submitted or skipped    (core.work)
    ├── NotStorableError      annotations that can never be right (core.work)
    ├── IncompleteError       annotations that may not be submitted yet (core.work)
    ├── TurnLostError         others may have written meanwhile   (core.live)
    ├── ActorRefusedError     facts of an actor that cannot be right (core.actor)
    ├── StaleActorError       someone else changed the actor first (core.actor)
    ├── SignInRefusedError    wrong login or password, or too many tries (core.people)
    ├── LinkRefusedError      a one-time link that does not work (core.people)
    ├── NotAllowedError       the person's role does not allow it (core.people)
    ├── PeopleRefusedError    an account, name or password that cannot be (core.people)
    ├── MessageRefusedError   a message of a thread that cannot be kept (core.thread)
    ├── TrashedError          the article or the labels lie in the trash (core.trash)
    ├── ReasonRefusedError    a reason for the trash that cannot be kept (core.trash)
    ├── ProjectClosedError    the project is archived or in the trash (core.project)
    ├── ProjectRefusedError   a project that cannot be so         (core.project)
    └── StaleProjectError     someone else changed the project first (core.project)
"""


class LabelerError(Exception):
    """Anything Labeler raises on purpose."""


class SpanError(LabelerError, ValueError):
    """A fragment or mention that cannot exist."""


class UnknownNameError(LabelerError, KeyError):
    """A schema has no type, role, attribute or relation of that name."""

    def __str__(self) -> str:
        """Return the message itself; KeyError would quote it."""
        return str(self.args[0]) if self.args else ""


class ConversionError(LabelerError, ValueError):
    """A file or record cannot be read as what it should be."""


class NotFoundError(LabelerError, LookupError):
    """No such project, document, task, revision, actor, account, session, link or token."""


class DuplicateError(LabelerError):
    """A document whose id or text the project has already."""
