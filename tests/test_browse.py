"""Without script: from the lists on the search page, plain links lead to every record."""

from __future__ import annotations

from collections.abc import Mapping

from tests.conftest import Site
from thidua.cache import Memory
from thidua.documents import KINDS, is_found
from thidua.pipeline import Order, Progress, drawn, plan_of


def links(order: Order) -> Mapping[str, set[str]]:
    """Where the links of each page lead."""
    rendered = drawn(order, Memory(order.results), {}, Progress()).rendered
    return {
        address: {t.partition("#")[0].partition("?")[0] for t in page.targets} for address, page in rendered.items()
    }


def test_every_record_is_reached_by_links_alone(site: Site) -> None:
    """Every article, person, collective, decision, campaign, award, unit and issue can be come to by links."""
    leads = links(site.order())
    reached, waiting = set(), ["tim-kiem.html"]
    while waiting:
        address = waiting.pop()
        if address in leads and address not in reached:
            reached.add(address)
            waiting += leads[address]
    records = {page.address for page in plan_of(site.order()) if is_found(page)}

    assert {page.kind for page in plan_of(site.order()) if is_found(page)} == set(KINDS)
    assert records - reached == set()
