"""One moment of one row, through the same actions a page or the API calls. It knows no transaction and no order."""

from collections.abc import Callable, Mapping
from datetime import datetime

from complaints.choices import Outcome
from complaints.models import Ticket
from complaints.stages import archive, dispatch, receive, reply, review
from servicecenter.actors import SYSTEM
from servicecenter.replay.preparing import House
from servicecenter.replay.rows import Row
from servicecenter.replay.timeline import Moment, Step
from servicecenter.trail import REPLAY

WHY_THEY = "Routed by its type."
WHY_PASSED_ON = "Passed on, %(nth)d of %(transfers)d times."


def act(moment: Moment, row: Row, ticket: Ticket | None, house: House) -> Ticket:
    """Do what happened at this moment. Raises what the actions raise; the caller rolls back then."""
    if moment.step == Step.OPEN:
        return _open(row, moment.at, house)
    assert ticket is not None
    CONTINUED[moment.step](ticket, row, moment, house)
    return ticket


def version_before(moment: Moment, row: Row) -> int:
    """The version the ticket has when its moment comes: receipt is 1, every move counts one up."""
    if moment.step == Step.CLOSE:
        return 5 + row.transfers
    return 3 + moment.nth if moment.nth else 0


def version_after(moment: Moment, row: Row) -> int:
    if moment.step == Step.CLOSE:
        return 7 + row.transfers
    return 4 + moment.nth + (moment.nth == row.transfers)


def _open(row: Row, at: datetime, house: House) -> Ticket:
    """Received, reviewed, classified, dispatched; and accepted, unless it is passed on."""
    category = house.categories[row.matter.name]
    intake = receive.Intake(
        nature=row.matter.nature,
        category=category,
        priority=row.matter.priority,
        title=row.title,
        words=row.words,
        channel=row.channel,
        region=house.regions[row.region],
        place=row.place,
        name=row.name,
        anonymous=row.anonymous,
        confidential=row.confidential,
        language=row.language,
        external_id=row.id,
    )
    ticket, _code = receive.receive(intake, actor=SYSTEM, at=at, source=REPLAY)
    review.start_review(ticket, actor=SYSTEM, at=at, source=REPLAY)
    review.classify(
        ticket, actor=SYSTEM, at=at, source=REPLAY,
        nature=row.matter.nature, category=category, priority=row.matter.priority,
    )  # fmt: skip
    team = house.departments[row.department]
    dispatch.dispatch(ticket, actor=SYSTEM, at=at, source=REPLAY, team=team, why=WHY_THEY)
    if not row.transfers:
        dispatch.accept(ticket, actor=SYSTEM, at=at, source=REPLAY)
    return ticket


def _pass_on(ticket: Ticket, row: Row, moment: Moment, house: House) -> None:
    dispatch.dispatch(
        ticket, actor=SYSTEM, at=moment.at, source=REPLAY, version=version_before(moment, row),
        team=house.departments[row.department],
        why=WHY_PASSED_ON % {"nth": moment.nth, "transfers": row.transfers},
    )  # fmt: skip
    if moment.nth == row.transfers:
        dispatch.accept(ticket, actor=SYSTEM, at=moment.at, source=REPLAY)


def _close(ticket: Ticket, row: Row, moment: Moment, house: House) -> None:
    reply.reply(
        ticket, actor=SYSTEM, at=moment.at, source=REPLAY, version=version_before(moment, row),
        words=row.reply, outcome=Outcome.RESOLVED, results={},
    )  # fmt: skip
    archive.archive(
        ticket, actor=SYSTEM, at=moment.at, source=REPLAY,
        category=house.categories[row.matter.name], closing_code=house.closing,
    )  # fmt: skip


CONTINUED: Mapping[Step, Callable[[Ticket, Row, Moment, House], None]] = {
    Step.PASS_ON: _pass_on,
    Step.CLOSE: _close,
}
