"""Where well-known sites keep the feeds of a page that a person looks at. A table; nothing is guessed for other sites.

Each row was taken from what the site documents or links. A row's path stands for the whole path of a page's address.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from newsreader.feeds.alternates import Alternate

USUAL_PLACES = (
    ("/feed", "RSS"), ("/rss", "RSS"), ("/feed.xml", "RSS"), ("/rss.xml", "RSS"), ("/atom.xml", "Atom"), ("/index.xml", "RSS"),
    ("/feed.json", "JSON Feed"), ("/feed/", "RSS"),
)  # fmt: skip
"""Where feeds often are that no page names; asked only where a person wants it."""


@dataclass(frozen=True, slots=True)
class Site:
    """Pages of a site, and their feeds."""

    host: str
    """'.example.org': every host below it, whose name is {host}; 'example.org': also with www., m. or old. before it."""
    path: str
    """A pattern; what it names can stand in an address below. Parameters of the address can too."""
    feeds: tuple[tuple[str, str, str], ...]
    """Address, title and kind."""
    needs: str = ""
    """A parameter that the address must have."""


_NAME = r"(?P<a>[\w.~-]+)"
SITES = (
    Site("youtube.com", r"/channel/(?P<a>UC[\w-]+)(/.*)?", (
        ("https://www.youtube.com/feeds/videos.xml?channel_id={a}", "Videos", "Atom"),
    )),
    Site("youtube.com", r"/(playlist|watch)", (
        ("https://www.youtube.com/feeds/videos.xml?playlist_id={list}", "Playlist", "Atom"),
    ), "list"),
    Site("reddit.com", rf"/r/{_NAME}/?", (
        ("https://www.reddit.com/r/{a}/.rss", "r/{a}", "Atom"),
        ("https://www.reddit.com/r/{a}/top/.rss?t=week", "r/{a}: the week's best", "Atom"),
    )),
    Site("reddit.com", rf"/r/{_NAME}/comments/(?P<b>\w+)(/.*)?", (("https://www.reddit.com/r/{a}/comments/{b}/.rss", "Comments", "Atom"),)),
    Site("reddit.com", rf"/(u|user)/{_NAME}/?", (("https://www.reddit.com/user/{a}/.rss", "u/{a}", "Atom"),)),
    Site("github.com", rf"/{_NAME}/(?P<b>[\w.-]+)/?(releases|tags|commits)?/?", (
        ("https://github.com/{a}/{b}/releases.atom", "Releases of {b}", "Atom"),
        ("https://github.com/{a}/{b}/tags.atom", "Tags of {b}", "Atom"),
        ("https://github.com/{a}/{b}/commits.atom", "Commits of {b}", "Atom"),
    )),
    Site("github.com", rf"/{_NAME}/?", (("https://github.com/{a}.atom", "What {a} does", "Atom"),)),
    Site("codeberg.org", rf"/{_NAME}/(?P<b>[\w.-]+)/?(releases)?/?", (
        ("https://codeberg.org/{a}/{b}/releases.rss", "Releases of {b}", "RSS"),
        ("https://codeberg.org/{a}/{b}.rss", "What happens in {b}", "RSS"),
    )),
    Site("bsky.app", rf"/profile/{_NAME}/?", (("https://bsky.app/profile/{a}/rss", "Posts of {a}", "RSS"),)),
    Site(".substack.com", r"(/.*)?", (("https://{host}/feed", "{host}", "RSS"),)),
    Site(".wordpress.com", r"/?", (("https://{host}/feed/", "{host}", "RSS"),)),
    Site(".tumblr.com", r"/?", (("https://{host}/rss", "{host}", "RSS"),)),
    Site(".blogspot.com", r"/?", (("https://{host}/feeds/posts/default", "{host}", "Atom"),)),
    Site("medium.com", r"/(?P<a>@?[\w.-]+)/?", (("https://medium.com/feed/{a}", "{a}", "RSS"),)),
    Site(".medium.com", r"/?", (("https://{host}/feed", "{host}", "RSS"),)),
    Site("vimeo.com", rf"/{_NAME}/?", (("https://vimeo.com/{a}/videos/rss", "Videos of {a}", "RSS"),)),
    Site("stackoverflow.com", r"/questions/tagged/(?P<a>[\w.+#-]+)/?", (
        ("https://stackoverflow.com/feeds/tag/{a}", "Questions about {a}", "Atom"),
    )),
    Site("arxiv.org", r"/list/(?P<a>[\w.-]+)(/.*)?", (("https://rss.arxiv.org/rss/{a}", "{a}", "RSS"),)),
    Site("odysee.com", r"/(?P<a>@[\w-]+:\w+)/?", (("https://odysee.com/$/rss/{a}", "{a}", "RSS"),)),
    Site("dailymotion.com", rf"/{_NAME}/?", (("https://www.dailymotion.com/rss/user/{a}", "Videos of {a}", "RSS"),)),
)  # fmt: skip


def known_feeds(url: str) -> tuple[Alternate, ...]:
    """Return the feeds of the page at an http(s) address, where its site is in the table; else nothing."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ()
    for site in SITES:
        if _is_at(host, site.host) and (match := re.fullmatch(site.path, parts.path)):
            parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if site.needs and not re.fullmatch(r"[\w-]+", parameters.get(site.needs, "")):
                continue
            names = {**match.groupdict(), "host": host, site.needs or "-": parameters.get(site.needs, "")}
            return tuple(
                Alternate(address.format(**names), title.format(**names), kind) for address, title, kind in site.feeds
            )
    return ()


def usual_places(url: str) -> tuple[Alternate, ...]:
    """Return where a site at an http(s) address might have feeds, below the address's folder and at the top."""
    try:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        return ()
    folder = parts.path.rstrip("/")
    bases = [origin + folder, origin] if folder and "." not in folder.rpartition("/")[2] else [origin]
    return tuple(Alternate(base + path, "", kind) for base in bases for path, kind in USUAL_PLACES)


def _is_at(host: str, site: str) -> bool:
    if site.startswith("."):
        return host.endswith(site) and host != f"www{site}"
    return host.removeprefix("www.").removeprefix("m.").removeprefix("old.") == site
