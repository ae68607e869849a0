"""Whether the server is up, and whether it is ready for people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from labeler.api.bodies import HealthAnswer
from labeler.api.calls import Answer, Call, Operation, encode
from labeler.api.errors import log_failure
from labeler.workflow.labeling import Workbench


@dataclass(frozen=True, slots=True)
class HealthRoutes:
    """Answers for whoever watches over the server, signed in or not.

    ``checks`` are further parts by name: each says what is wrong with the
    part, or nothing.
    """

    workbench: Workbench
    checks: Mapping[str, Callable[[], str]]

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        return (
            Operation(
                "GET",
                "/healthz",
                self.health,
                "Is the process up",
                {200: HealthAnswer},
                public=True,
                instant=True,
            ),
            Operation(
                "GET",
                "/readyz",
                self.ready,
                "Can people work",
                {200: HealthAnswer, 503: HealthAnswer},
                public=True,
            ),
        )

    def health(self, _call: Call) -> Answer:
        """Say that the process is up."""
        return Answer(200, encode({"status": "ok", "parts": {}}))

    def ready(self, _call: Call) -> Answer:
        """Say of each part whether it works."""
        parts = {"database": self._database()}
        parts |= {name: check() or "ok" for name, check in self.checks.items()}
        if all(words == "ok" for words in parts.values()):
            return Answer(200, encode({"status": "ok", "parts": parts}))
        return Answer(503, encode({"status": "not ready", "parts": parts}))

    def _database(self) -> str:
        try:
            self.workbench.ask_store()
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer is: not ready
            return f"does not answer, reference {log_failure(error)}"
        return "ok"
