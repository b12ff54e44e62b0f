"""What the moves ask for that involve another team: co-handlers of a dispatch, questions, their answers, the lead."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.barred import persons
from complaints.fields import FieldGroup, LabelChoice, MoveInput, long_text, moment
from complaints.joint import CoHandler
from complaints.models import Task
from servicecenter.actors import Actor
from servicecenter.models import Team

MOST_CO_HANDLERS = 4
SHOWN = 160  # characters of a question beside the team that was asked


def teams(label, **kwargs) -> LabelChoice:
    return LabelChoice(Team.objects.filter(is_active=True), label=label, **kwargs)


class WithCoHandlers(MoveInput):
    """Adds rows of a co-handling department and its question, folded away until they are wanted."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for number in self._numbers():
            self.fields[f"co_team_{number}"] = teams(gettext_lazy("Co-handling department"), required=False)
            self.fields[f"question_{number}"] = long_text(
                gettext_lazy("Its question or part"), required=False, rows=2
            )  # fmt: skip

    def _numbers(self) -> range:
        return range(1, MOST_CO_HANDLERS + 1)

    def _names(self) -> list[str]:
        return [name for number in self._numbers() for name in (f"co_team_{number}", f"question_{number}")]

    def groups(self) -> list[FieldGroup]:
        rest = [name for name in self.fields if name not in self._names()]
        return [self.group("", rest), self.group(_("Co-handling departments"), self._names())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asked: list[CoHandler] = []
        for number in self._numbers():
            team, question = cleaned.pop(f"co_team_{number}", None), cleaned.pop(f"question_{number}", "")
            if team and not question:
                self.add_error(f"question_{number}", _("Say what this department is asked."))
            elif question and not team:
                self.add_error(f"co_team_{number}", _("Choose the department that is asked."))
            elif team and (team == cleaned.get("team") or team in [one.team for one in asked]):
                self.add_error(f"co_team_{number}", _("Each department once, and not the one that leads."))
            elif team:
                asked.append(CoHandler(team, question))
        return {**cleaned, "co_handlers": tuple(asked)}


class AskTeamInput(MoveInput):
    team = teams(gettext_lazy("Whom to ask"))
    words = long_text(
        gettext_lazy("Question"), rows=2, help_text=gettext_lazy("The customer never reads it.")
    )  # fmt: skip
    due_at = moment(gettext_lazy("Answer by"))


class TaskChoice(LabelChoice):
    """A team that has an open task, shown with what it was asked where there are several to choose from."""

    asked: Mapping[int, str] = MappingProxyType({})

    def label_from_instance(self, row: Team) -> str:
        return " · ".join(filter(None, (row.label, self.asked.get(row.pk, ""))))


class OfOpenTasks(MoveInput):
    """Chooses among the teams that have an open task; the only one there is need not be chosen."""

    team = TaskChoice(Team.objects.filter(is_active=True), label=gettext_lazy("Which team"))
    kinds = Task.Kind.values

    def is_for(self, here: Actor, task: Task) -> bool:
        return True

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.ticket and self.ticket.tasks_open:
            tasks = self.offered(
                self.ticket.tasks.open().filter(kind__in=self.kinds).select_related("team"), self.is_for
            )
            field = self.fields["team"]
            field.queryset = Team.objects.filter(pk__in=[one.team_id for one in tasks])  # type: ignore[attr-defined]
            field.asked = {one.team_id: Truncator(one.what).chars(SHOWN) for one in tasks}  # type: ignore[attr-defined]
            if len(tasks) == 1:
                self.initial.setdefault("team", tasks[0].team.code)


class AnswerTaskInput(OfOpenTasks):
    words = long_text(gettext_lazy("Finding or answer"))

    def is_for(self, here: Actor, task: Task) -> bool:
        return persons.speaks_for(here, task)


class WaiveTaskInput(OfOpenTasks):
    kinds = [Task.Kind.CO_HANDLING.value]
    why = long_text(gettext_lazy("Why without them"), rows=2)


class DisputeLeadInput(MoveInput):
    team = teams(gettext_lazy("Who should lead"))
    why = long_text(gettext_lazy("Why they"), rows=2)


TASKS: dict[str, type[MoveInput]] = {
    "ask_team": AskTeamInput,
    "answer_task": AnswerTaskInput,
    "waive_task": WaiveTaskInput,
    "dispute_lead": DisputeLeadInput,
}
