"""Every link of the table of notices (src/contexts/notifications/events.cc) leads to a page that is there."""
import re

import pytest

from support.server import TOP
from test_lists import update_docs

PAGES = TOP / "web/app/[locale]"
# In the list of news only, which draws no link where there is no page (web/features/account/notice_link.ts).
WITHOUT_A_PAGE = {"operations.ended"}


def pages():
    """The paths of all pages, a parameter as {}: "(shop)" is a group and in no path."""
    for file in PAGES.rglob("page.tsx"):
        parts = [part for part in file.relative_to(PAGES).parent.parts if not part.startswith("(")]
        yield "/" + "/".join(re.sub(r"^\[\w+\]$", "{}", part) for part in parts)


def wrong(notices, there):
    """What links to no page, and what is excused and has one or is mailed."""
    found = []
    for event, mailed, link in notices:
        if not link:
            continue
        page = re.sub(r"\{\w+\}", "{}", link.split("?")[0])
        excused = event in WITHOUT_A_PAGE and not mailed
        if (page in there) == excused:
            found.append(event)
    return found


NOTICES = update_docs.listed("notices", 3, "\t")


def test_every_link_leads_to_a_page():
    assert len(NOTICES) > 40
    assert wrong(NOTICES, set(pages())) == []


@pytest.mark.parametrize("link", ["/admin/orders/{order}", "/orders/{order}/events", "/order/{order}", "/tower/orders/{order}/x", "/operations/{operation}"])
def test_a_wrong_link_is_found(link):
    assert wrong([["orders.packed", "email", link]], set(pages())) == ["orders.packed"]


def test_an_excuse_holds_for_no_mail():
    assert wrong([["operations.ended", "email", "/operations/{operation}"]], set(pages())) == ["operations.ended"]
