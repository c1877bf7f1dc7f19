"""Without script: from the lists on the search page, plain links lead to every record."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from tests.conftest import Site
from thidua.documents import KINDS
from thidua.pipeline import plan_of
from thidua.service_pages import stand_of


def links(site: Site, address: str) -> Iterator[str]:
    """The pages of the site to which a page links."""
    for target in re.findall(r'<a [^>]*href="([^"#?:]+)', site.html(address)):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(address), target))


def test_every_record_is_reached_by_links_alone(built: Site) -> None:
    """Every article, person, collective, decision, campaign, award, unit and issue can be come to by links."""
    reached: set[str] = set()
    waiting = ["tim-kiem.html"]
    while waiting:
        address = waiting.pop()
        if address not in reached and address.endswith(".html"):
            reached.add(address)
            waiting += links(built, address)
    records = [page for page in plan_of(built.order()) if stand_of(page)]

    assert {page.kind for page in records} == set(KINDS)
    assert {page.address for page in records} - reached == set()
