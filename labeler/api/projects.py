"""The routes of projects: which ones are open to whoever asks."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from labeler.api.calls import Answer, Call, Operation, encode
from labeler.core.project import ProjectLine
from labeler.workflow.projects import Projects


class ProjectAnswer(BaseModel):
    """A project, and what whoever asks is in it."""

    model_config = ConfigDict(extra="forbid")

    id: str
    name: str
    state: str
    role: str
    schema_id: str
    schema_version: str
    articles: int
    people: int
    submitted: int


class ProjectsAnswer(BaseModel):
    """The projects open to whoever asks, the first made first."""

    model_config = ConfigDict(extra="forbid")

    projects: list[ProjectAnswer]


@dataclass(frozen=True, slots=True)
class ProjectRoutes:
    """Projects, over HTTP."""

    projects: Projects

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        return (
            Operation(
                "GET",
                "/api/v1/projects",
                self.list_projects,
                "List the projects that are open to whoever asks",
                {200: ProjectsAnswer},
            ),
        )

    def list_projects(self, call: Call) -> Answer:
        """List the projects that are open to whoever asks."""
        found = self.projects.lines(call.person.login)
        return Answer(200, encode({"projects": [_line(line) for line in found]}))


def _line(line: ProjectLine) -> dict[str, object]:
    project = line.project
    return {
        "id": project.id,
        "name": project.name,
        "state": project.state.value,
        "role": line.role.value,
        "schema_id": project.schema_id,
        "schema_version": project.schema_version,
        "articles": line.articles,
        "people": line.people,
        "submitted": line.submitted,
    }
