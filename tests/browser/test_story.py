"""One secretariat's work from an empty installation to the meeting that opens on what became of its decisions.

Everything is done on the pages, in the language under test, as the people in it would: the operator starts the platform
and makes an administrator; letters arrive as files and their links open accounts.
"""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import REPOSITORY, free_port, wait_until_it_answers
from tests.browser.inspection import CHECKS, faults
from tests.browser.pages import LANGUAGES, WIDTHS

PASSWORD = "sand and petrol and saffron"
TODAY = datetime.now(tz=UTC).date()
HELD = TODAY - timedelta(days=60)
NEXT = TODAY + timedelta(days=40)
PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Installation:
    """A platform of one's own, at an address, with its mail in a folder."""

    address: str
    home: Path
    read: set[str] = field(default_factory=set)

    def link_for(self, receiver: str) -> str:
        """The link of the next letter to somebody; waits for it."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for path in sorted((self.home / "mail").glob("*.log")):
                if path.name in self.read:
                    continue
                letter = email.message_from_bytes(path.read_bytes(), policy=policy.default)
                if receiver in str(letter["To"]):
                    body = letter.get_body(("plain",))
                    found = re.search(rf"{re.escape(self.address)}\S+", body.get_content() if body else "")
                    if found:
                        self.read.add(path.name)
                        return found.group()
            time.sleep(0.3)
        raise AssertionError(f"no letter to {receiver} arrived")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An empty installation, served by the command itself with its worker."""
    home, port = tmp_path / "home", free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MULTAQA_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    address = f"http://127.0.0.1:{port}"
    environment |= {
        "MULTAQA_HOME": str(home),
        "MULTAQA_PLAIN_HTTP": "yes",
        "MULTAQA_PUBLIC_ADDRESS": address,
    }
    command = Path(sys.executable).with_name("multaqa")
    made = subprocess.run(
        [command, "administrator", "office@example.org"],
        input=f"{PASSWORD}\n{PASSWORD}\n",
        env=environment,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
    )
    assert made.returncode == 0, made.stderr
    log = tmp_path / "serve.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [command, "serve", "--port", str(port), "--workers", "1"],
            env=environment,
            cwd=REPOSITORY,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        wait_until_it_answers(address, server, log)
        yield Installation(address, home)
        server.terminate()
        server.wait(timeout=20)


class Desk:
    """One person at one browser, in one language."""

    def __init__(self, browser: Browser, site: Installation, language: str, axe: str) -> None:
        self.site, self.language, self.axe = site, language, axe
        self.context = browser.new_context(
            locale=language, reduced_motion="reduce", viewport={"width": 1440, "height": 900}
        )
        self.page: Page = self.context.new_page()
        self.found: list[str] = []
        self.judged: set[str] = set()

    def open(self, path: str) -> None:
        """A page of the platform by its path after the language, or by its whole address; each kind is judged once."""
        address = path if path.startswith("http") else f"{self.site.address}/{self.language}{path}"
        answer = self.page.goto(address, wait_until="load")
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        kind = re.sub(r"[a-z0-9]{11}(?=/)", "…", self.path())
        if kind not in self.judged:
            self.judged.add(kind)
            self.look(kind, widths=(1440,))

    def status(self, path: str) -> int:
        return self.context.request.get(f"{self.site.address}/{self.language}{path}").status

    def sign_in(self, address: str) -> None:
        self.open("/accounts/login/")
        self.send({"login": address, "password": PASSWORD}, "main form:has([name=password])")

    def send(
        self,
        values: dict[str, object],
        form: str = "main form#edit-form",
        button: str = "button[type=submit]",
    ) -> None:
        """Fill the fields of a form and press its button; a refusal fails with its sentences."""
        within = self.page.locator(form).first
        for name, value in values.items():
            control = within.locator(f"[name='{name}']").first
            kind = control.evaluate("one => one.type || one.tagName")
            if kind in ("radio", "checkbox"):
                for one in value if isinstance(value, list) else [value]:
                    within.locator(f"[name='{name}'][value='{one}']").check()
            elif kind.startswith("select"):
                control.select_option(value)  # type: ignore[arg-type]
            elif kind == "file":
                control.set_input_files({"name": str(value), "mimeType": "application/pdf", "buffer": PDF})
            else:
                control.fill(str(value))
        with self.page.expect_navigation(wait_until="load"):
            within.locator(button).first.click()
        refused = self.page.locator("main .errorlist").all_inner_texts()
        assert refused == [], f"{self.page.url}: {refused}"

    def press(self, selector: str) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(selector).first.click()

    def look(self, name: str, widths: tuple[int, ...] = (1440, 390)) -> None:
        """Judge the page that is open, at a desk and on a phone."""
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            self.page.evaluate(CHECKS)
            self.found += [f"{name} {width}: {fault}" for fault in faults(self.page, self.language, self.axe)]
        self.page.set_viewport_size({"width": 1440, "height": 900})

    def path(self) -> str:
        return self.page.url.removeprefix(f"{self.site.address}/{self.language}").partition("#")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_secretariat_goes_from_nothing_to_the_meeting_that_follows_its_decisions_up(
    language: str, installation: Installation, browser: Browser, axe: str
) -> None:
    office = Desk(browser, installation, language, axe)
    office.sign_in("office@example.org")

    # the group, its members and its chair
    office.open("/groups/new/")
    office.send(
        {"name_en": "Working group", "name_ar": "فريق العمل", "slug": "working-group", "open_to": "public"},
        "main form",
    )
    for code in ("JOR", "TUN", "ARE"):
        office.send({"country": code}, "form[action$='/members/']")
    office.send({"role": "chair", "country": "ARE", "since": "2013-01-01"}, "form[action$='/offices/']")

    # a series and its first meeting
    office.open("/meetings/series/new/")
    office.send(
        {"name_en": "Annual meetings", "name_ar": "الاجتماعات السنوية", "slug": "annual", "symbol": "WG"}
    )
    office.open("/meetings/plan/")
    office.send(
        {
            "name_en": "First annual meeting",
            "name_ar": "الاجتماع السنوي الأول",
            "number": "1",
            "starts_on": HELD.isoformat(),
            "ends_on": HELD.isoformat(),
            "time_zone": "Asia/Dubai",
            "access": "public",
        }
    )
    meeting = office.path()
    office.press("button[value=announce]")

    # two delegations are invited, open their accounts by the letters, answer and register a head
    heads: dict[str, Desk] = {}
    for code in ("JOR", "TUN"):
        focal = f"focal-{code.lower()}@example.org"
        office.open(f"{meeting}delegations/")
        office.send(
            {"invitee": f"country-{code}", "focal_email": focal, "language": language},
            "form:has([name=focal_email])",
        )
        desk = Desk(browser, installation, language, axe)
        desk.open(installation.link_for(focal))
        desk.send({"name": f"Focal point {code}", "password": PASSWORD, "again": PASSWORD}, "main form.form")
        desk.send({"answer": "accepted"}, "form[action$='/answer/']")
        head = f"head-{code.lower()}@example.org"
        desk.send(
            {"name": f"Head {code}", "email": head, "language": language, "role": "head"},
            "form[action$='/register/']",
        )
        desk.look(f"delegation {code}")
        heads[code] = Desk(browser, installation, language, axe)
        heads[code].open(installation.link_for(head))
        heads[code].send({"name": f"Head {code}", "password": PASSWORD, "again": PASSWORD}, "main form.form")

    # an open and a closed session; the closed one admits Jordan
    office.open(f"{meeting}sessions/new/")
    office.send(
        {
            "title_en": "Opening",
            "title_ar": "الافتتاح",
            "starts_at": f"{HELD}T09:00",
            "ends_at": f"{HELD}T11:00",
        }
    )
    office.page.locator("a[href$='/items/new/']").first.wait_for()
    first_session = office.page.locator("a[href$='/items/new/']").first.get_attribute("href") or ""
    office.open(installation.address + first_session)
    office.send(
        {"title_en": "Open data", "title_ar": "البيانات المفتوحة", "purpose": "decision", "minutes": "45"}
    )
    office.open(f"{meeting}sessions/new/")
    office.send(
        {
            "title_en": "SEKRET session",
            "title_ar": "جلسة SEKRET",
            "starts_at": f"{HELD}T15:00",
            "ends_at": f"{HELD}T17:00",
            "access": "closed",
            "admitted": [
                office.page.locator("[name=admitted]").first.get_attribute("value"),
            ],
        }
    )
    office.open(meeting)
    office.look("agenda of an editor")
    office.send(
        {"note_en": "First version", "note_ar": "الصيغة الأولى"}, "form[action$='/release/']", "button"
    )

    # who was not admitted finds no trace of the closed session, in the page or in the calendar
    seen = {}
    for code, desk in heads.items():
        desk.open(meeting)
        calendar = (
            desk.context.request.get(f"{installation.address}/{language}{meeting}calendar.ics")
            .text()
            .replace("\r\n ", "")
        )
        assert "BEGIN:VEVENT" in calendar
        seen[code] = ("SEKRET" in desk.page.content(), "SEKRET" in calendar)
    visitor = Desk(browser, installation, language, axe)
    visitor.open(meeting)
    assert seen == {"JOR": (True, True), "TUN": (False, False)}
    assert "SEKRET" not in visitor.page.content()

    # a document, restricted, with a file
    office.open(f"{meeting}documents/new/")
    office.send(
        {"title_en": "Draft list", "title_ar": "مشروع القائمة", "distribution": "restricted"},
        "main form.form",
    )
    document = office.path()
    office.send({"language": "en", "upload": "list.pdf"}, "form[action$='/files/']")
    assert office.page.locator("main a[href*='/meetings/files/'][hreflang=en]").count() == 1
    office.look("document")
    assert (visitor.status(document), heads["TUN"].status(document)) == (404, 200)

    # the meeting is held and decides
    office.open(meeting)
    office.press("button[value=open]")
    office.press("a[href$='/decisions/new/']")
    office.send(
        {"text_en": "Each member publishes its list.", "text_ar": "ينشر كل عضو قائمته."}, "main form.form"
    )
    decision = office.path()
    office.open(f"{decision}adopt/")
    office.send({"manner": "consensus"}, "main form.form")
    office.open(meeting)
    office.press("button[value=conclude]")

    # two commitments follow
    office.open(f"/commitments/new/{decision.strip('/').rpartition('/')[2]}/")
    office.send(
        {
            "scope": "countries",
            "countries": ["JOR", "TUN"],
            "title_en": "Publish the list",
            "title_ar": "نشر القائمة",
            "theme": "open_data",
            "due_on": (TODAY + timedelta(days=200)).isoformat(),
            "problem_en": "No list",
            "problem_ar": "لا توجد قائمة",
            "expected_result_en": "A list",
            "expected_result_ar": "قائمة",
            "lead_en": "The ministry",
            "lead_ar": "الوزارة",
            "resources_en": "Its budget",
            "resources_ar": "موازنتها",
        },
        "main form.form",
    )
    office.open("/commitments/")
    links = office.page.locator("main table a[href*='/commitments/']").evaluate_all(
        "all => all.map(one => one.href)"
    )
    commitments = sorted({link for link in links if re.search(r"/commitments/[a-z0-9]{11}/$", link)})
    assert len(commitments) == 2
    for address in commitments:
        office.open(f"{address}milestones/new/")
        office.send(
            {
                "title_en": "Half of it",
                "title_ar": "نصفها",
                "due_on": (TODAY + timedelta(days=100)).isoformat(),
            },
            "main form.form",
        )
        office.open(address)
        office.press("form[action$='/publish/'] button")
    office.look("commitment")

    # each country reports on its own
    reported = []
    for code, desk in heads.items():
        own = [one for one in commitments if desk.context.request.get(f"{one}report/").status == 200]
        assert len(own) == 1, f"{code} reports on {own}"
        reported += own
        desk.open(f"{own[0]}report/")
        desk.send(
            {
                "period_starts": (HELD + timedelta(days=1)).isoformat(),
                "period_ends": (TODAY - timedelta(days=1)).isoformat(),
                "status": "substantial" if code == "JOR" else "limited",
                "points_en": "Half is public.",
                "points_ar": "نُشر نصفها.",
            },
            "main form.form",
        )
    assert sorted(reported) == commitments
    stands = {}
    for address in commitments:
        visitor.open(address)
        stands[address] = visitor.page.locator("main .status").first.inner_text().strip()
    assert len(set(stands.values())) == 2, stands

    # the next meeting opens on what became of the decision
    office.open("/meetings/plan/")
    office.send(
        {
            "name_en": "Second annual meeting",
            "name_ar": "الاجتماع السنوي الثاني",
            "number": "2",
            "starts_on": NEXT.isoformat(),
            "ends_on": NEXT.isoformat(),
            "time_zone": "Asia/Dubai",
            "access": "public",
        }
    )
    second = office.path()
    office.open(f"{second}sessions/new/")
    office.send(
        {
            "title_en": "Opening",
            "title_ar": "الافتتاح",
            "starts_at": f"{NEXT}T09:00",
            "ends_at": f"{NEXT}T11:00",
        }
    )
    # the form opens where the item will stand
    office.page.locator("a[href$='/items/new/']").first.click()
    office.page.locator("#edit-form").wait_for()
    office.send(
        {
            "title_en": "Follow-up",
            "title_ar": "المتابعة",
            "purpose": "discussion",
            "filling": "follow_up",
        }
    )
    office.open(second)
    office.send({}, "form[action$='/release/']", "button")
    office.press("button[value=announce]")
    visitor.open(second)
    lines = visitor.page.locator(".follow-up li").evaluate_all(
        "all => all.map(one => [one.querySelector('a').href, one.querySelector('.tag').innerText.trim()])"
    )
    decided = f"{installation.address}/{language}{decision}"
    assert lines[0][0] == decided
    assert dict(lines[1:]) == stands
    visitor.look("next meeting")

    assert [fault for desk in (office, visitor, *heads.values()) for fault in desk.found] == []
