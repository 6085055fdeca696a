"""The two meetings of 9 February 2014 in Dubai, and an example of what may become of a decision.

What is on record: that both were held on that day in Dubai before the Government Summit; of the ninth annual meeting
its chair, its co-chairs and its subjects; of the directors' meeting that it was closed, its hours and its subject, that
it launched the index of electronic and mobile services and discussed a council of directors. Everything else (hours
and order of the first agenda, the decision, what followed from it, the next meeting) is an example and says so.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from multaqa.commitments import actions as commitments
from multaqa.commitments.models import Commitment
from multaqa.core.access import SYSTEM
from multaqa.language.text import Text
from multaqa.meetings import actions as meetings
from multaqa.meetings.models import Access, Decision, Item, Meeting, Series, Session
from multaqa.members.models import Country, Group

ZONE = "Asia/Dubai"
DAY = date(2014, 2, 9)
DUBAI: Text = {"en": "Dubai", "ar": "دبي", "fr": "Dubaï"}


def load_meetings() -> None:
    """Enter both meetings and the example through the ordinary actions, as the platform itself."""
    ninth = _ninth_annual_meeting(Group.objects.get(slug="open-government"))
    _meeting_of_directors(Group.objects.get(slug="arab-egovernment-directors"))
    _what_may_follow(ninth)


def _ninth_annual_meeting(group: Group) -> Meeting:
    series = meetings.create_series(
        SYSTEM,
        group,
        slug="annual-meetings",
        name={"en": "Annual meetings", "ar": "الاجتماعات السنوية", "fr": "Réunions annuelles"},
        symbol="WGOIG",
    )
    meeting = _planned(
        series,
        number=9,
        name={
            "en": "Ninth annual meeting",
            "ar": "الاجتماع السنوي التاسع",
            "fr": "Neuvième réunion annuelle",
        },
        purpose={
            "en": "Assess progress, review good practice of the region and of OECD members, and discuss policy on open data and on innovation in the public sector.",
            "ar": "تقييم التقدم المحرز، واستعراض الممارسات الجيدة في المنطقة وفي بلدان منظمة التعاون الاقتصادي والتنمية، ومناقشة سياسات البيانات المفتوحة والابتكار في القطاع العام.",
        },
    )
    session = _session(
        meeting,
        {
            "en": "Meeting of the working group (hours are an example)",
            "ar": "جلسة فريق العمل (الأوقات مثال توضيحي)",
        },
        (5, 0),
        (10, 0),
    )
    for title, purpose, minutes in NINTH:
        meetings.add_item(SYSTEM, session, title=title, purpose=purpose, minutes=minutes)
    _held(
        meeting,
        {
            "en": "The subjects are on record; their order and hours are an example.",
            "ar": "الموضوعات موثّقة، أما ترتيبها ومواعيدها فمثال توضيحي.",
        },
    )
    return meeting


NINTH: tuple[tuple[Text, Item.Purpose, int], ...] = (
    (
        {
            "en": "Progress in open and innovative government",
            "ar": "التقدم المحرز في مجال الحكومة المنفتحة والمبتكرة",
        },
        Item.Purpose.INFORMATION,
        60,
    ),
    (
        {
            "en": "Good practice of the region and of OECD members",
            "ar": "الممارسات الجيدة في المنطقة وفي بلدان منظمة التعاون الاقتصادي والتنمية",
        },
        Item.Purpose.DISCUSSION,
        60,
    ),
    (
        {
            "en": "Policy on open data and innovation in the public sector: design and implementation",
            "ar": "سياسات البيانات المفتوحة والابتكار في القطاع العام: إعدادها وتنفيذها",
        },
        Item.Purpose.DISCUSSION,
        60,
    ),
    (
        {
            "en": "Open data: how easily it is reached, and what that does for innovation and smart government",
            "ar": "البيانات المفتوحة: سهولة الوصول إليها وأثر ذلك في الابتكار والحكومة الذكية",
        },
        Item.Purpose.DISCUSSION,
        60,
    ),
)


def _meeting_of_directors(group: Group) -> None:
    series = meetings.create_series(
        SYSTEM,
        group,
        slug="directors-meetings",
        name={"en": "Meetings of the directors", "ar": "اجتماعات المديرين", "fr": "Réunions des directeurs"},
        symbol="AEGD",
    )
    meeting = _planned(
        series,
        number=None,
        name={
            "en": "Meeting of Arab e-government programme directors",
            "ar": "اجتماع مديري برامج الحكومة الإلكترونية في الدول العربية",
        },
        purpose={
            "en": "A closed meeting convened by UN ESCWA on the eve of the Government Summit.",
            "ar": "اجتماع مغلق بدعوة من الإسكوا عشية انعقاد القمة الحكومية.",
        },
    )
    session = _session(
        meeting,
        {
            "en": "The future of e-services in the Arab countries",
            "ar": "مستقبل الخدمات الإلكترونية في الدول العربية",
        },
        (11, 0),
        (13, 0),
        access=Access.CLOSED,
    )
    for title, purpose in (
        (
            {
                "en": "Launch of the index of electronic and mobile government services",
                "ar": "إطلاق مؤشر نضوج الخدمات الحكومية الإلكترونية والنقالة",
            },
            Item.Purpose.INFORMATION,
        ),
        (
            {"en": "A council of the directors", "ar": "إنشاء مجلس للمديرين"},
            Item.Purpose.DISCUSSION,
        ),
    ):
        meetings.add_item(SYSTEM, session, title=title, purpose=purpose)
    _held(meeting, {})


def _what_may_follow(ninth: Meeting) -> None:
    """A decision, three countries' commitments, reports on them, and the meeting that opens on them: all examples."""
    item = Item.objects.get(session__meeting=ninth, position=4)
    decision = meetings.draft_decision(
        SYSTEM,
        item,
        text={
            "en": "Each member publishes a list of its open datasets before the next annual meeting.",
            "ar": "ينشر كل عضو قائمة ببياناته المفتوحة قبل الاجتماع السنوي المقبل.",
        },
        is_example=True,
    )
    decision = meetings.adopt_decision(
        SYSTEM,
        decision,
        decision.version,
        manner=Decision.Manner.CONSENSUS,
        at=datetime(2014, 2, 9, 9, 30, tzinfo=UTC),
    )
    countries = Country.objects.in_bulk(["JOR", "MAR", "TUN"])
    drafts = commitments.draft_commitments(
        SYSTEM,
        decision,
        countries=list(countries.values()),
        title={
            "en": "Publish a list of open datasets (example)",
            "ar": "نشر قائمة بالبيانات المفتوحة (مثال)",
        },
        theme="open_data",
        due_on=date(2015, 1, 31),
        problem={
            "en": "Nobody can say which data the government holds, nor how to reach them.",
            "ar": "لا يُعرف ما تملكه الجهات الحكومية من بيانات ولا سبيل الوصول إليها.",
        },
        expected_result={
            "en": "One public list of open datasets, each with its owner, its format and its address.",
            "ar": "قائمة عامة واحدة بالبيانات المفتوحة، تُبيّن لكل مجموعة الجهةَ المسؤولة عنها وصيغتها وعنوانها.",
        },
        lead={"en": "The e-government programme", "ar": "برنامج الحكومة الإلكترونية"},
        resources={"en": "Within the programme’s budget", "ar": "ضمن موازنة البرنامج"},
    )
    reports: tuple[dict[str, Any], ...] = (
        {
            "status": "complete",
            "points": {"en": ["The list is public."], "ar": ["القائمة منشورة."]},
        },
        {
            "status": "substantial",
            "points": {"en": ["Half of the ministries are listed."], "ar": ["أُدرج نصف الوزارات."]},
            "challenge": "capacity",
            "challenge_words": {
                "en": "Few ministries have staff for it.",
                "ar": "قلة الموظفين المتفرغين لهذه المهمة في الوزارات.",
            },
        },
    )
    for draft in drafts:
        step = commitments.add_milestone(
            SYSTEM,
            draft,
            title={"en": "A list of the data of five ministries", "ar": "قائمة ببيانات خمس وزارات"},
            due_on=date(2014, 9, 30),
        )
        commitments.publish_commitment(SYSTEM, draft, at=datetime(2014, 4, 1, 6, 0, tzinfo=UTC))
        if draft.country_id == "JOR":
            commitments.complete_milestone(SYSTEM, step, date(2014, 9, 15))
    for draft, report in zip(drafts, reports, strict=False):
        commitments.report_progress(
            SYSTEM,
            Commitment.objects.get(pk=draft.pk),
            period_starts=date(2014, 7, 1),
            period_ends=date(2015, 1, 31),
            **report,
        )
    _next_meeting(ninth.series)


def _next_meeting(series: Series) -> None:
    meeting = _planned(
        series,
        number=10,
        name={"en": "Tenth annual meeting (example)", "ar": "الاجتماع السنوي العاشر (مثال توضيحي)"},
        purpose={
            "en": "An example of a meeting that opens on what became of earlier decisions.",
            "ar": "مثال على اجتماع يُستهل بمتابعة ما آلت إليه القرارات السابقة.",
        },
        day=date(2015, 2, 9),
        is_example=True,
    )
    session = meetings.add_session(
        SYSTEM,
        meeting,
        title={"en": "Opening session", "ar": "الجلسة الافتتاحية"},
        starts_at=datetime(2015, 2, 9, 5, 0, tzinfo=UTC),
        ends_at=datetime(2015, 2, 9, 8, 0, tzinfo=UTC),
    )
    meetings.add_item(
        SYSTEM,
        session,
        title={"en": "Follow-up of earlier decisions", "ar": "متابعة القرارات السابقة"},
        purpose=Item.Purpose.DISCUSSION,
        minutes=60,
        filling=Item.Filling.FOLLOW_UP,
    )
    meetings.release_agenda(SYSTEM, meeting)
    meetings.announce(SYSTEM, meeting)


def _planned(series: Series, *, day: date = DAY, **values: Any) -> Meeting:
    return meetings.plan_meeting(
        SYSTEM,
        series,
        place=DUBAI,
        host=Country.objects.get(pk="ARE"),
        time_zone=ZONE,
        starts_on=day,
        ends_on=day,
        access=Access.PUBLIC,
        **values,
    )


def _session(
    meeting: Meeting, title: Text, begins: tuple[int, int], ends: tuple[int, int], **values: Any
) -> Session:
    """A session of the day between two times of UTC."""
    first, last = (datetime(DAY.year, DAY.month, DAY.day, *time, tzinfo=UTC) for time in (begins, ends))
    return meetings.add_session(SYSTEM, meeting, title=title, starts_at=first, ends_at=last, **values)


def _held(meeting: Meeting, note: Text) -> None:
    """Bring a meeting of the past to its end."""
    meetings.release_agenda(SYSTEM, meeting, note=note)
    meetings.announce(SYSTEM, meeting)
    meetings.open_meeting(SYSTEM, meeting)
    meetings.conclude(SYSTEM, meeting)
