"""A world in which everything that can be closed is closed to somebody, and says whose it is by an unmistakable word."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from multaqa.commitments.models import Commitment, IndicatorLink
from multaqa.meetings import actions
from multaqa.meetings.models import (
    Decision,
    Delegation,
    Document,
    Item,
    Meeting,
    Minutes,
    MinutesComment,
    Participant,
    Presence,
    Session,
    SpeechRequest,
)
from multaqa.members.models import Group, Invitation, Membership, Role, RoleKind
from tests.commitments.factories import (
    PUBLISHED,
    AssessmentFactory,
    CommitmentFactory,
    MethodFactory,
    MilestoneFactory,
    ProgressReportFactory,
)
from tests.indices.factories import framework, released
from tests.meetings.factories import (
    AudienceFactory,
    DelegationFactory,
    DocumentFactory,
    ItemFactory,
    MeetingFactory,
    ParticipantFactory,
    SeriesFactory,
    SessionFactory,
    chaired,
    delegate,
)
from tests.members.factories import GroupFactory, coordinator, secretariat

ACTORS: Final = ("visitor", "outsider", "delegate", "admitted", "secretariat")
"""A visitor; a coordinator of another group; delegates who are not and who are admitted to what is closed; the keeper."""
Seers = frozenset[str]
EVERYBODY: Final[Seers] = frozenset(ACTORS)
TAKING_PART: Final[Seers] = frozenset(("delegate", "admitted", "secretariat"))
ADMITTED: Final[Seers] = frozenset(("admitted", "secretariat"))
KEEPERS: Final[Seers] = frozenset(("secretariat",))
ELSEWHERE: Final[Seers] = frozenset(("outsider",))
NOBODY: Final[Seers] = frozenset()
MORNING: Final = datetime(2014, 2, 9, 4, 0, tzinfo=UTC)
WORD: Final = "SEKRET-"


@dataclass
class World:
    """Who there is; the keys of what there is, by kind, with those who may see each; the words of what is closed."""

    actors: dict[str, Any] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)
    keys: dict[str, dict[str, Seers]] = field(default_factory=lambda: defaultdict(dict))
    may: dict[str, Seers] = field(default_factory=dict)
    """Word → who may read it."""
    must: dict[str, Seers] = field(default_factory=dict)
    """Word → who finds it somewhere."""

    def word(self, of: str, may: Seers, must: Seers | None = None) -> str:
        """The word of a closed thing, said in the texts and names of that thing and nowhere else."""
        assert of.isalpha()
        assert of not in self.may
        self.may[of], self.must[of] = may, may if must is None else must
        return WORD + of

    def text(self, of: str, may: Seers, must: Seers | None = None) -> dict[str, str]:
        word = self.word(of, may, must)
        return {"en": word, "ar": f"سري {word}"}

    def note(self, kind: str, key: str, may: Seers) -> None:
        self.keys[kind][key] = may


def closed_world() -> World:
    """Two meetings that everybody finds, one concluded; others that few find; people, papers and promises of each."""
    world = World()
    circle = GroupFactory(slug="open-circle")
    keeper = secretariat(circle)
    Membership.objects.create(group=circle, country_id="TUN")
    readiness = released(framework(id="ready"), group=circle)
    series = SeriesFactory(group=circle, symbol="OPEN")
    before = MeetingFactory(
        series=series,
        number=1,
        access="delegates",
        state="concluded",
        starts_on=date(2013, 2, 9),
        ends_on=date(2013, 2, 9),
        name=world.text("meetingofdelegates", KEEPERS),
    )
    main = chaired(MeetingFactory(series=series, number=2, access="public", previous=before))
    coming = MeetingFactory(
        series=series,
        number=3,
        access="public",
        previous=main,
        starts_on=date(2015, 2, 9),
        ends_on=date(2015, 2, 9),
    )
    draft = MeetingFactory(
        series=series,
        number=4,
        access="public",
        state="draft",
        starts_on=date(2016, 2, 9),
        ends_on=date(2016, 2, 9),
        **dict.fromkeys(("name", "purpose", "place"), world.text("meetingindraft", KEEPERS)),
    )
    for meeting, may in ((before, KEEPERS), (main, EVERYBODY), (coming, EVERYBODY), (draft, KEEPERS)):
        world.note("meetings", meeting.key, may)
    world.note("groups", circle.slug, EVERYBODY)
    world.note("indices", readiness.edition.index.slug, EVERYBODY)
    _people(world, main, coming, keeper)
    _main_meeting(world, keeper, main)
    _coming_meeting(world, keeper, coming, draft)
    _earlier_meeting(world, before)
    _draft_papers(world, keeper, draft)
    _elsewhere(world)
    for name, actor in world.actors.items():
        if name != "visitor":
            world.feeds[name] = actions.make_feed(actor, "en")
    return world


def _people(world: World, main: Meeting, coming: Meeting, keeper: Any) -> None:
    tunisian, omani = delegate(main, "TUN"), delegate(main, "OMN")
    for person, code in ((tunisian, "TUN"), (omani, "OMN")):
        delegation = DelegationFactory(meeting=coming, country_id=code)
        ParticipantFactory(delegation=delegation, email=person.email, name=person.name)
    world.actors = {
        "visitor": AnonymousUser(),
        "outsider": None,
        "delegate": tunisian,
        "admitted": omani,
        "secretariat": keeper,
    }
    for number, meeting in enumerate((main, coming)):
        which = ("first", "second")[number]
        qatari = DelegationFactory(
            meeting=meeting,
            country_id="QAT",
            answer="accepted",
            focal_email=f"{world.word(f'focalpoint{which}', KEEPERS).lower()}@example.org",
            message=world.word(f"message{which}", KEEPERS),
        )
        ParticipantFactory(
            delegation=qatari,
            role="head",
            name=world.word(f"head{which}", TAKING_PART),
            email=f"{world.word(f'address{which}', KEEPERS).lower()}@example.org",
        )
    for delegation in Delegation.objects.filter(meeting__in=(main, coming)):
        world.note("delegations", delegation.key, TAKING_PART)
    for participant in Participant.objects.all():
        world.note("participants", participant.key, TAKING_PART)
    for pk in Role.objects.values_list("pk", flat=True):
        world.note("roles", str(pk), KEEPERS)
    invitation = Invitation.objects.create(
        email=f"{world.word('invited', KEEPERS).lower()}@example.org",
        group=main.series.group,
        kind=RoleKind.OBSERVER,
        token_hash="0" * 64,
        expires_at=timezone.now() + timedelta(days=1),
    )
    world.note("people-invitations", str(invitation.pk), KEEPERS)


# ── the meeting that was ────────────────────────────────────────────────────────────────────────────────────────────


def _main_meeting(world: World, keeper: Any, meeting: Meeting) -> None:
    omani = Delegation.objects.get(meeting=meeting, country="OMN")
    heads = AudienceFactory(meeting=meeting, name=world.text("audience", KEEPERS))
    heads.participants.add(omani.participants.get())

    opening = _session(world, meeting, 0, "", EVERYBODY)
    closed = _session(world, meeting, 1, "sessionclosed", ADMITTED, access="closed")
    closed.admitted.add(omani)
    working = _session(world, meeting, 2, "", EVERYBODY)
    ending = _session(world, meeting, 3, "", EVERYBODY)
    dropped = _session(world, meeting, 4, "sessiondropped", KEEPERS, must=NOBODY, access="closed")

    first = _item(world, opening, 1, "", EVERYBODY)
    named = _item(world, opening, 2, "itemnamed", ADMITTED, access="named")
    named.audiences.add(heads)
    of_delegates = _item(world, opening, 3, "itemofdelegates", TAKING_PART, access="delegates")
    second = _item(world, opening, 4, "", EVERYBODY)
    behind = _item(world, closed, 1, "itemofclosedsession", ADMITTED)
    nobodys = _item(world, working, 1, "itemclosed", KEEPERS, access="closed")
    third = _item(world, working, 2, "", EVERYBODY)
    follow = _item(world, ending, 1, "", EVERYBODY, filling="follow_up")
    gone = _item(world, ending, 2, "itemdropped", KEEPERS, must=NOBODY, access="closed")
    hidden_before = _item(world, ending, 3, "itembeforeitopened", KEEPERS, must=NOBODY, access="closed")
    actions.release_agenda(keeper, meeting, note={"en": "First", "ar": "الأول"})

    actions.withdraw_item(keeper, gone, gone.version)
    actions.withdraw_session(keeper, dropped, dropped.version)
    Item.objects.filter(pk=follow.pk).update(title={"en": "Follow-up", "ar": "المتابعة"})
    actions.release_agenda(keeper, meeting, note={"en": "Second", "ar": "الثاني"})

    # what is edited after it was given out, and waits for the next version
    Item.objects.filter(pk=second.pk).update(title=world.text("titleinpreparation", KEEPERS))
    Session.objects.filter(pk=working.pk).update(
        **dict.fromkeys(("title", "room"), world.text("sessiontitleinpreparation", KEEPERS))
    )
    Item.objects.filter(pk=hidden_before.pk).update(
        access="open", title={"en": "Any other business", "ar": "ما يستجد"}, summary={}, presenters={}
    )
    _item(world, ending, 4, "itemnotreleased", KEEPERS, is_released=False)
    _session(world, meeting, 5, "sessionnotreleased", KEEPERS, is_released=False)
    Meeting.objects.filter(pk=meeting.pk).update(state="concluded")
    meeting.refresh_from_db()

    _papers(world, keeper, meeting, heads, omani, closed, behind, named, of_delegates, second)
    open_one = _decision(world, keeper, first, "", EVERYBODY)
    closed_one = _decision(world, keeper, behind, "decisionclosed", ADMITTED, reserving=omani)
    _decision(world, keeper, named, "decisionnamed", ADMITTED)
    _decision(world, keeper, of_delegates, "decisionofdelegates", TAKING_PART)
    _decision(world, keeper, nobodys, "decisionofnobody", KEEPERS)
    _decision(world, keeper, second, "", EVERYBODY)
    _decision(world, keeper, third, "", EVERYBODY)
    _decision(world, keeper, first, "draftopen", KEEPERS, adopted=False)
    _decision(world, keeper, behind, "draftclosed", KEEPERS, adopted=False)
    _minutes(world, opening, "", EVERYBODY, "adopted")
    _minutes(world, closed, "minutesclosed", ADMITTED, "adopted")
    in_comments = _minutes(world, working, "minutesincomments", TAKING_PART, "comments")
    _minutes(world, ending, "minutesdraft", KEEPERS, "draft")
    for who in ("delegate", "admitted"):
        MinutesComment.objects.create(
            minutes=in_comments,
            author=world.actors[who],
            delegation=Delegation.objects.get(meeting=meeting, participants__email=world.actors[who].email),
            text=world.word(f"commentof{who}", frozenset((who, "secretariat"))),
        )
    qatari = Delegation.objects.get(meeting=meeting, country="QAT")
    for item, may in ((behind, ADMITTED), (of_delegates, TAKING_PART)):
        world.note("speeches", SpeechRequest.objects.create(item=item, delegation=qatari).key, may)
    Presence.objects.create(session=closed, participant=qatari.participants.get())
    _promises(world, open_one, closed_one)


def _session(
    world: World, meeting: Meeting, hour: int, of: str, may: Seers, must: Seers | None = None, **values: Any
) -> Session:
    texts = {"room": {"en": f"Room {hour}", "ar": f"القاعة {hour}"}}
    if of:
        texts = dict.fromkeys(("title", "room"), world.text(of, may, must))
    start = MORNING.replace(year=meeting.starts_on.year) + timedelta(hours=hour)
    session = SessionFactory(
        meeting=meeting, starts_at=start, ends_at=start + timedelta(minutes=50), **texts, **values
    )
    world.note("sessions", session.key, may)
    return session


def _item(
    world: World,
    session: Session,
    position: int,
    of: str,
    may: Seers,
    must: Seers | None = None,
    **values: Any,
) -> Item:
    texts = dict.fromkeys(("title", "summary", "presenters"), world.text(of, may, must)) if of else {}
    item = ItemFactory(session=session, position=position, **texts, **values)
    # what opens with the next version is no secret by its key
    world.note("items", item.key, EVERYBODY if of == "itembeforeitopened" else may)
    return item


def _papers(
    world: World,
    keeper: Any,
    meeting: Meeting,
    heads: Any,
    omani: Delegation,
    closed: Session,
    behind: Item,
    named: Item,
    of_delegates: Item,
    second: Item,
) -> None:
    tomorrow, yesterday = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=1)
    _document(world, keeper, meeting, "", EVERYBODY)
    _document(world, keeper, meeting, "", EVERYBODY, item=second)
    _document(world, keeper, meeting, "", EVERYBODY, distribution="restricted", derestricted_at=yesterday)
    _document(world, keeper, meeting, "paperlimited", TAKING_PART, distribution="limited")
    _document(world, keeper, meeting, "paperrestricted", TAKING_PART, distribution="restricted")
    _document(world, keeper, meeting, "paperembargoed", KEEPERS, embargo_until=tomorrow)
    _document(world, keeper, meeting, "paperofclosedsession", ADMITTED, session=closed)
    _document(world, keeper, meeting, "paperofcloseditem", ADMITTED, session=closed, item=behind)
    _document(world, keeper, meeting, "paperofnameditem", ADMITTED, item=named)
    _document(world, keeper, meeting, "paperofdelegates", TAKING_PART, item=of_delegates)
    own = _document(world, keeper, meeting, "paperclosed", ADMITTED, access="closed")
    own.admitted.add(omani)
    of_heads = _document(world, keeper, meeting, "papernamed", ADMITTED, access="named")
    of_heads.audiences.add(heads)


def _document(world: World, keeper: Any, meeting: Meeting, of: str, may: Seers, **values: Any) -> Document:
    name, content = "open.txt", f"open to everyone {Document.objects.count()}"
    if of:
        title = world.text(of, may)
        name, content = f"{title['en']}.txt", title["en"]
        values |= {"title": title, "symbol": f"{title['en'].upper()}/1"}
    document = DocumentFactory(meeting=meeting, **values)
    upload = SimpleUploadedFile(name, content.encode(), "text/plain")
    file = actions.add_file(keeper, document.versions.get(), "en", upload)
    world.note("documents", document.key, may)
    world.note("files", file.key, may)
    return document


def _decision(
    world: World,
    keeper: Any,
    item: Item,
    of: str,
    may: Seers,
    *,
    adopted: bool = True,
    reserving: Delegation | None = None,
) -> Decision:
    text = world.text(of, may) if of else {"en": "They decided", "ar": "قرروا"}
    decision = actions.draft_decision(keeper, item, text=text)
    if adopted:
        reservations = {reserving: world.text("reservation", may)} if reserving else None
        decision = actions.adopt_decision(
            keeper, decision, decision.version, manner=Decision.Manner.CONSENSUS, reservations=reservations
        )
    world.note("decisions", decision.key, may)
    return decision


def _minutes(world: World, session: Session, of: str, may: Seers, phase: str) -> Minutes:
    text = world.text(of, may) if of else {"en": "They met", "ar": "اجتمعوا"}
    adopted_at = timezone.now() if phase == "adopted" else None
    return Minutes.objects.create(session=session, text=text, phase=phase, adopted_at=adopted_at)


def _promises(world: World, open_one: Decision, closed_one: Decision) -> None:
    hidden = _commitment(world, closed_one, "promiseoftunisia", ADMITTED, country_id="TUN")
    _commitment(world, closed_one, "promiseofoman", ADMITTED, country_id="OMN")
    _commitment(world, closed_one, "promiseofall", ADMITTED, country_id=None)
    _commitment(world, open_one, "", EVERYBODY, country_id="TUN", carries=hidden)
    _commitment(world, open_one, "", EVERYBODY, country_id=None)
    _commitment(
        world, open_one, "promiseindraft", KEEPERS, country_id="TUN", state="draft", published_at=None
    )


def _commitment(world: World, decision: Decision, of: str, may: Seers, **values: Any) -> Commitment:
    text = world.text(of, may) if of else {"en": "One portal", "ar": "بوابة واحدة"}
    names = ("title", "problem", "expected_result", "lead", "resources", "supporters")
    values = {**PUBLISHED, **dict.fromkeys(names, text), **values}
    commitment = CommitmentFactory(decision=decision, **values)
    step = MilestoneFactory(commitment=commitment, title=text, indicator=text)
    link = IndicatorLink.objects.create(commitment=commitment, index="ready", node="skills")
    world.note("commitments", commitment.key, may)
    world.note("milestones", step.key, may)
    world.note("elements", str(link.pk), may)
    if commitment.state == "published":
        group = decision.item.session.meeting.series.group
        reviewer = world.actors["secretariat"]
        ProgressReportFactory(
            commitment=commitment,
            points={"en": [text["en"]], "ar": [text["ar"]]},
            evidence=[f"https://example.org/{text['en'].replace(' ', '-')}"],
            challenge="capacity",
            challenge_words=text,
        )
        method = group.assessment_methods.first() or MethodFactory(group=group)
        AssessmentFactory(commitment=commitment, method=method, words=text, assessed_by=reviewer)
    return commitment


# ── the other meetings ──────────────────────────────────────────────────────────────────────────────────────────────


def _coming_meeting(world: World, keeper: Any, meeting: Meeting, draft: Meeting) -> None:
    opening = _session(world, meeting, 0, "", EVERYBODY)
    closed = _session(world, meeting, 1, "comingclosed", ADMITTED, access="closed")
    closed.admitted.add(Delegation.objects.get(meeting=meeting, country="OMN"))
    _item(world, closed, 1, "comingitem", ADMITTED)
    _item(world, opening, 1, "", EVERYBODY, filling="follow_up")
    _item(world, opening, 2, "", EVERYBODY)
    actions.release_agenda(keeper, meeting)
    _item(world, _session(world, draft, 0, "draftsession", KEEPERS), 1, "draftitem", KEEPERS)


def _earlier_meeting(world: World, meeting: Meeting) -> None:
    session = _session(world, meeting, 0, "earliersession", KEEPERS, must=NOBODY)
    item = _item(world, session, 1, "earlieritem", KEEPERS)
    decision = _decision(world, world.actors["secretariat"], item, "earlierdecision", KEEPERS)
    _commitment(world, decision, "earlierpromise", KEEPERS, country_id="TUN")


def _draft_papers(world: World, keeper: Any, meeting: Meeting) -> None:
    _document(world, keeper, meeting, "paperofdraft", KEEPERS)


def _elsewhere(world: World) -> None:
    """A group that only its own people find, with a meeting."""
    group = GroupFactory(
        slug=world.word("groupslug", ELSEWHERE).lower(),
        access=Group.Access.MEMBERS,
        name=world.text("groupname", ELSEWHERE),
    )
    keeper = secretariat(group)
    world.actors["outsider"] = coordinator(group, "TUN", country_id="TUN")
    index = released(
        framework(id=world.word("index", ELSEWHERE).lower()), group=group, visibility="group"
    ).edition.index
    meeting = MeetingFactory(
        series=SeriesFactory(group=group, symbol="ELSE"), name=world.text("elsewhere", ELSEWHERE)
    )
    world.note("groups", group.slug, ELSEWHERE)
    world.note("indices", index.slug, ELSEWHERE)
    world.note("meetings", meeting.key, ELSEWHERE)
    session = _session(world, meeting, 0, "elsewheresession", ELSEWHERE)
    item = _item(world, session, 1, "elsewhereitem", ELSEWHERE)
    actions.release_agenda(keeper, meeting)
    _document(world, keeper, meeting, "elsewherepaper", ELSEWHERE, distribution="limited")
    person = delegate(meeting, "MAR", name=world.word("elsewhereperson", NOBODY))
    world.note("delegations", Delegation.objects.get(meeting=meeting).key, NOBODY)
    world.note("participants", Participant.objects.get(email=person.email).key, NOBODY)
    Meeting.objects.filter(pk=meeting.pk).update(state="concluded")
    decision = _decision(world, keeper, item, "elsewheredecision", ELSEWHERE)
    _commitment(world, decision, "elsewherepromise", ELSEWHERE, country_id="TUN")
