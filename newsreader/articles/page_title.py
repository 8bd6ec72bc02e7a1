"""The headline of a web page, among what its data, its <title> and its headings say, without the name of the site."""

import re
from collections.abc import Iterator, Sequence

_SEPARATOR = re.compile(r"\s+[|–—·»•‹›-]\s+|\s+::\s+|\s*[|｜]\s*|\s+/\s+")
_TAIL = re.compile(r"\s[|»·–—]\s[^|»·–—]*$")
_SHORTEST = 8
"""Characters of a heading that can say where a title ends."""


def choose_title(given: Sequence[str], headings: Sequence[str], sites: Sequence[str]) -> str:
    """Return the headline.

    `given`: the titles that the page's data and its <title> name, the most trusted first; `headings`: its <h1>, in
    order; `sites`: what the site is called.
    """
    titles = [title for title in given if title]
    for title in titles:
        for heading in headings:
            if _words(title) and _words(title) == _words(heading):
                return title if heading.isupper() else heading
    for title in titles:
        if shorter := _without_site(title, sites, headings):
            return shorter
    return headings[0] if headings else ""


def _without_site(title: str, sites: Sequence[str], headings: Sequence[str]) -> str:
    """The title without what stands behind or before a separator and is the site's."""
    for heading in headings:  # the page's own heading says where the title ends
        if len(heading) > _SHORTEST and heading != title and heading in title and _is_cut_at_separator(title, heading):
            return heading
    names = {_letters(site) for site in sites} - {""}
    while len(parts := _parts(title)) > 1:
        if _is_site(parts[-1], names):
            title = title[: title.rindex(parts[-1])].rstrip(" |–—·»•:/-｜")
        elif _is_site(parts[0], names):
            title = title[len(parts[0]) :].lstrip(" |–—·»•:/-｜")
        else:
            break
    if len(parts) > 1 and len(parts[-1].split()) <= 3 and len(parts[0].split()) >= 4 and _TAIL.search(title):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»:-")
    longest = max(parts, key=len)
    return longest if len(longest.split()) >= 5 and "|" in title else title


def _parts(title: str) -> list[str]:
    return [part for part in _SEPARATOR.split(title) if part]


def _is_cut_at_separator(title: str, heading: str) -> bool:
    before, _, after = title.partition(heading)
    signs = "|–—·»•›/:｜-"
    return before.rstrip()[-1:] in ("", *signs) and after.lstrip()[:1] in ("", *signs)


def _is_site(part: str, names: set[str]) -> bool:
    letters = _letters(part)
    return any(letters == name or (len(letters) >= 4 and letters.startswith(name)) for name in names)


def _letters(text: str) -> str:
    """A name without case, blanks and the end of its host: 'Aktuálně.cz' and 'aktuálně'."""
    text = re.sub(
        r"^(?:https?://)?(?:www\.)?|^@|\.(?:com?|org|net|news|info|[a-z]{2})(?:\.[a-z]{2})?$", "", text.strip().lower()
    )
    return "".join(re.findall(r"\w", text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def site_names(*names: str, url: str) -> Iterator[str]:
    """Yield what a site may be called: as it says, and its host without the ends."""
    yield from filter(None, names)
    host = re.sub(r"^https?://(?:www\.|m\.)?|[:/].*$", "", url)
    if "." in host:
        yield host
        yield host.rpartition(".")[0].rpartition(".")[2]
