"""The forms of a page as a browser would send them."""

from html.parser import HTMLParser

Fields = dict[str, list[str]]


class Forms(HTMLParser):
    """Gathers the forms that are posted: where to, and what they hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, Fields]] = []
        self.fields: Fields | None = None
        self.select = self.area = ""
        self.chosen = False
        self.first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.fields = {} if given.get("method", "").lower() == "post" else None
            if self.fields is not None:
                self.found.append((given.get("action", ""), self.fields))
        if self.fields is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self.take(name, given)
        elif tag == "textarea":
            self.area = name
            self.fields[name] = [""]
        elif tag == "select":
            self.select, self.chosen, self.first = name, "multiple" in given, None
        elif tag == "option" and self.select:
            if "selected" in given:
                self.fields.setdefault(self.select, []).append(given.get("value", ""))
            elif not self.chosen and self.first is None:
                self.first = given.get("value", "")

    def take(self, name: str, given: dict[str, str]) -> None:
        """Keep an input that is sent unless it is touched."""
        assert self.fields is not None
        kind = given.get("type", "text")
        if kind in ("submit", "button", "reset", "image", "file"):
            return
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        unsaid = "on" if kind in ("checkbox", "radio") else ""
        self.fields.setdefault(name, []).append(given.get("value", unsaid))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.fields = None
        elif tag == "select":
            if self.fields is not None and self.first is not None:
                self.fields.setdefault(self.select, [self.first])
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area and self.fields is not None:
            self.fields[self.area] = [data.removeprefix("\n")]


def posted(page: str, action: str = "") -> tuple[str, Fields]:
    """Where a form is sent and what it holds: that of an action, or else the one with most fields.

    Raises LookupError where the page has none.
    """
    reader = Forms()
    reader.feed(page)
    forms = [form for form in reader.found if not action or form[0].endswith(action)]
    if not forms:
        raise LookupError(f"no form sent to « {action} »")
    return max(forms, key=lambda form: len(form[1]))
