"""The map page in a real browser: one state for filters, list, markers, address and preview."""

import re

from django.conf import settings
from playwright.sync_api import Page, expect

from directory.pages import carte
from tests.browser.support import DESKTOP, ready


def markers(page: Page) -> list[str]:
    """The poles that the big map shows."""
    found = page.locator("#carte .repere")
    return sorted(found.evaluate_all("all => all.map(one => one.dataset.pole)"))


def cards(page: Page) -> list[str]:
    """The poles that the list shows."""
    found = page.locator("#liste .fiche")
    return found.evaluate_all("all => all.map(one => one.dataset.pole)")


def card(page: Page, name: str):
    return page.locator("#liste .fiche").get_by_role("link", name=name)


def test_the_first_view_asks_nothing_of_a_third_party(visit, watch):
    visit("/")
    assert watch.third_parties == []


def test_the_list_is_the_twin_of_the_map(visit):
    page = visit("/")
    assert cards(page) == ["ancien", "halle", "lagon", "pole-laine", "sans-siege", "pole-velo"]
    assert markers(page) == ["ancien", "halle", "lagon", "pole-laine", "pole-velo"]
    without = page.locator(".fiche[data-pole=sans-siege]")
    expect(without).to_contain_text("absent de la carte")
    expect(page.locator("#phrase")).to_contain_text("1 pôle sans siège ni territoire connus")
    link = page.locator("#phrase").get_by_role("link", name="leur liste")
    assert link.get_attribute("href") == "/annuaire/?place=aucune"


def test_statuses_differ_by_shape_as_well_as_colour(visit):
    page = visit("/")
    signs = page.locator("#carte .repere use").evaluate_all(
        "all => [...new Set(all.map(one => one.getAttribute('href')))]"
    )
    colours = page.locator("#carte .repere .signe").evaluate_all(
        "all => all.map(one => getComputedStyle(one)).map(style => style.stroke + style.fill)"
    )
    assert len(signs) == len(set(colours)) == 4


def test_poles_at_one_seat_stand_side_by_side(visit):
    page = visit("/")
    boxes = [
        page.locator(f"#carte .repere[data-pole={slug}]").bounding_box()
        for slug in ("pole-laine", "pole-velo")
    ]
    assert abs(boxes[0]["x"] - boxes[1]["x"]) >= 16


def test_a_filter_changes_list_markers_sentence_and_address(visit):
    page = visit("/")
    page.get_by_role("checkbox", name=re.compile("Actif")).check(force=True)
    expect(page.locator("#liste .fiche")).to_have_count(3)
    expect(page).to_have_url(re.compile(r"/\?statut=actif"))
    assert markers(page) == ["lagon", "pole-laine"]
    expect(page.locator(".panneau-phrase")).to_have_text(
        "3 pôles actifs en France, dont 1 sans territoire déclaré."
    )
    expect(page.locator("#annonce")).to_contain_text("3 pôles actifs")


def test_typed_words_filter_without_losing_the_focus(visit):
    page = visit("/")
    field = page.get_by_label("Mot de la fiche")
    field.press_sequentially("LAINE")
    expect(page.locator("#liste .fiche")).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("LAINE")


def test_a_chosen_filter_can_be_taken_away_by_its_chip(visit):
    page = visit("/?statut=actif&region=84")
    page.get_by_role("link", name="Retirer le filtre Actif").click()
    expect(page).to_have_url(re.compile(r"/\?region=84"))
    expect(page.locator("#liste .fiche")).to_have_count(4)


def test_counts_say_what_each_status_would_give(visit):
    page = visit("/?region=84")
    expect(page.locator("#compte-actif")).to_have_text("2")
    expect(page.locator("#compte-termine")).to_have_text("0")


def test_the_back_button_undoes_filters_and_choices(visit):
    page = visit("/")
    page.get_by_role("checkbox", name=re.compile("Émergent")).check(force=True)
    expect(page.locator("#liste .fiche")).to_have_count(1)
    card(page, "Pôle Vélo").click()
    expect(page.locator("#apercu")).to_be_visible()
    page.go_back()
    expect(page.locator("#apercu")).to_be_hidden()
    page.go_back()
    expect(page.locator("#liste .fiche")).to_have_count(6)
    expect(page.get_by_role("checkbox", name=re.compile("Émergent"))).not_to_be_checked()


def test_a_card_opens_the_preview_and_escape_gives_the_focus_back(visit):
    page = visit("/")
    link = card(page, "Pôle Laine")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pôle Laine", level=2)).to_be_focused()
    expect(page).to_have_url(re.compile(r"pole=pole-laine"))
    expect(page.locator("#carte .empreinte")).to_have_count(1)
    expect(page.locator("#carte .repere[data-pole=pole-laine]")).to_have_class(
        re.compile("repere-choisi")
    )
    page.keyboard.press("Escape")
    expect(page.locator("#apercu")).to_be_hidden()
    expect(link).to_be_focused()
    expect(page).not_to_have_url(re.compile("pole="))
    expect(page.locator("#carte .repere-choisi")).to_have_count(0)
    # The card has the focus, so its footprint is shown as pointed at, until the focus leaves it.
    expect(page.locator("#carte .empreinte")).to_have_count(1)
    link.blur()
    expect(page.locator("#carte .empreinte")).to_have_count(0)


def test_a_marker_is_reached_and_chosen_by_keyboard(visit):
    page = visit("/?statut=actif,emergent&departement=01")
    assert page.locator("#carte .repere[tabindex='0']").count() == 1
    first = page.locator("#carte .repere[data-pole=pole-velo]")
    first.focus()
    expect(first).to_have_attribute("aria-label", re.compile("Pôle Vélo, Émergent"))
    page.keyboard.press("ArrowLeft")
    second = page.locator("#carte .repere[data-pole=pole-laine]")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#apercu")).to_contain_text("Transforme la laine locale.")
    page.keyboard.press("Escape")
    expect(second).to_be_focused()


def test_footprints_are_styled_by_their_basis(visit):
    page = visit("/?pole=pole-laine")
    path = page.locator("#carte .empreinte")
    expect(path).to_have_attribute("fill", "url(#motif-declare)")
    card_of_presumed = page.locator(".fiche[data-pole=halle]")
    page.get_by_role("link", name="Fermer l'aperçu").click()
    card_of_presumed.hover()
    expect(page.locator("#carte .empreinte-presume")).to_have_attribute(
        "fill", "url(#motif-presume)"
    )
    expect(page.locator("#carte .empreinte-presume")).to_have_attribute("stroke-dasharray", "8 5")


def test_overseas_maps_follow_filters_and_choose_like_the_big_one(visit):
    page = visit("/")
    reunion = page.locator("[data-outremer]", has_text="La Réunion")
    expect(reunion.locator("[data-compte]")).to_have_text("1")
    reunion.locator(".repere").click()
    expect(page.locator("#apercu")).to_contain_text("Pôle du Lagon")
    expect(reunion.locator(".empreinte")).to_have_count(1)
    page.keyboard.press("Escape")
    page.get_by_role("checkbox", name=re.compile("Émergent")).check(force=True)
    expect(reunion.locator("[data-compte]")).to_have_text("0")
    expect(reunion.locator(".repere")).to_have_count(0)


def test_the_title_of_an_overseas_map_takes_the_big_one_there(visit):
    page = visit("/")
    page.get_by_role("button", name="La Réunion 1", exact=True).click()
    expect(page).to_have_url(re.compile(r"#\d+(\.\d+)?/-21\.\d+/55\.\d+"))


def test_position_filters_and_choice_are_read_from_the_address(visit):
    page = visit("/?statut=actif&pole=pole-laine#10/45.1/2.3")
    expect(page.locator("#apercu")).to_contain_text("Pôle Laine")
    expect(page.get_by_role("checkbox", name=re.compile("Actif"))).to_be_checked()
    assert page.url.endswith("#10/45.1/2.3")
    page.get_by_role("button", name="Zoomer", exact=True).click()
    expect(page).to_have_url(re.compile(r"#11/45\.1\d*/2\.3"))


def test_a_choice_that_the_filters_leave_out_is_shown_all_the_same(visit):
    page = visit("/?statut=termine&pole=pole-laine")
    expect(page.locator("#apercu")).to_contain_text("Pôle Laine")
    assert markers(page) == ["ancien", "pole-laine"]


def test_an_unknown_value_is_said_in_the_page(visit, watch):
    watch.expect("400")
    page = visit("/?statut=vivant")
    expect(page.get_by_role("alert")).to_contain_text("« vivant » n'est pas accepté")
    assert len(cards(page)) == 6


def test_an_unknown_pole_is_said_in_the_page(visit, watch):
    watch.expect("404")
    page = visit("/?pole=nulle-part")
    expect(page.get_by_role("alert")).to_contain_text("nulle-part")


def test_the_ign_plan_is_asked_for_only_once_chosen(visit, watch):
    page = visit("/")
    page.route("https://data.geopf.fr/**", lambda route: route.fulfill(status=204))
    assert watch.third_parties == []
    watch.expect(r"third party: https://data\.geopf\.fr/")
    with page.expect_request(re.compile(r"data\.geopf\.fr.*PLANIGNV2")):
        page.get_by_role("radio", name="Plan IGN").check()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("IGN")


def test_without_ground_the_page_says_so_and_the_list_serves(visit, watch, browser, live_server):
    watch.expect("sol.json")
    page = browser.new_page(viewport=DESKTOP)
    watch.follow(page)
    page.route("**/tuiles/sol.json", lambda route: route.fulfill(status=503))
    page.goto(live_server.url + "/")
    ready(page)
    expect(page.get_by_role("alert")).to_contain_text("fond de carte ne répond pas")
    expect(page.locator("#carte .repere")).to_have_count(5)
    page.close()


def test_the_legend_folds(visit):
    page = visit("/")
    expect(page.get_by_text("Présumé : EPCI du siège")).to_be_visible()
    page.locator(".legende summary").click()
    expect(page.get_by_text("Présumé : EPCI du siège")).to_be_hidden()


def test_a_region_overseas_is_framed_as_such(visit):
    page = visit("/?region=04")
    page.locator("#carte").press("+")
    expect(page).to_have_url(re.compile(r"#\d+(\.\d+)?/-2[01]\.\d+/55\.\d+"))


def crowded(page: Page, most: int) -> None:
    """Show the page again as if that many marks were the most that stand apart."""
    source = (settings.BASE_DIR / "assets" / "js" / "carte" / "groupes.js").read_text()
    assert "MOST_ALONE = 250;" in source
    lowered = source.replace("MOST_ALONE = 250;", f"MOST_ALONE = {most};")
    page.route(
        "**/groupes.js", lambda route: route.fulfill(body=lowered, content_type="text/javascript")
    )
    page.reload()
    ready(page)


def counted(page: Page) -> int:
    """The poles that the marks of the big map stand for."""
    groups = page.locator("#carte .repere-groupe").all_inner_texts()
    return sum(map(int, groups)) + page.locator("#carte .repere:not(.repere-groupe)").count()


def test_few_poles_are_never_grouped(visit):
    page = visit("/")
    expect(page.locator(".repere-groupe")).to_have_count(0)


def test_where_poles_crowd_a_group_counts_them_all(visit):
    page = visit("/#5/46.6/10")
    crowded(page, 2)
    group = page.locator("#carte .repere-groupe")
    expect(group).to_have_count(1)
    assert group.get_attribute("aria-label").endswith("Zoomer pour les séparer")
    assert group.get_attribute("aria-label").startswith(f"{group.inner_text()} pôles : ")
    assert counted(page) == 4


def test_a_group_opens_by_keyboard_and_the_focus_goes_on(visit):
    page = visit("/#5/46.6/10")
    crowded(page, 2)
    for _ in range(8):
        group = page.locator("#carte .repere-groupe").first
        if not group.count():
            break
        group.focus()
        left = group.get_attribute("data-groupe")
        page.keyboard.press("Enter")
        expect(page.locator(f"[data-groupe='{left}']")).to_have_count(0)
        expect(page.locator("#carte .repere:focus")).to_have_count(1)
    assert page.locator("#carte .repere-groupe").count() == 0
    assert set(markers(page)) <= {"pole-laine", "pole-velo", "halle"}


def test_a_group_opens_by_a_click(visit):
    page = visit("/#5/46.6/10")
    crowded(page, 2)
    left = page.locator("#carte .repere-groupe").get_attribute("data-groupe")
    page.locator("#carte .repere-groupe").click()
    expect(page.locator(f"[data-groupe='{left}']")).to_have_count(0)
    page.wait_for_function("Number(location.hash.slice(1).split('/')[0]) > 5")


def test_poles_beyond_the_cards_are_marked_and_chosen_all_the_same(visit, monkeypatch):
    monkeypatch.setattr(carte, "MOST_CARDS", 2)
    page = visit("/")
    assert cards(page) == ["ancien", "halle"]
    assert markers(page) == ["ancien", "halle", "lagon", "pole-laine", "pole-velo"]
    expect(page.locator("#liste")).to_contain_text("2 sur 6 dans cette liste")
    page.locator("#carte .repere[data-pole=pole-laine]").click(force=True)
    expect(page.locator("#apercu")).to_contain_text("Pôle Laine")
