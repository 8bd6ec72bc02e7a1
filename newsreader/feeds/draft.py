"""An entry (or a feed's head) while the fast path collects it, element by element in the document's order, as feedparser does."""

from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from newsreader.feeds import fields
from newsreader.feeds.fields import Text
from newsreader.model import Enclosure

_WEB = ("http://", "https://")


class NotSure(Exception):
    """The document holds something of which the fast path does not know what feedparser makes of it."""


def text_of(element: Element) -> str:
    """Return the text of an element that has no elements in it."""
    if len(element):
        raise NotSure
    return element.text or ""


class Draft:
    """What was found so far. Fields that are given twice follow feedparser's rules: which wins depends on order and depth."""

    __slots__ = (
        "atom", "authors", "categories", "comments", "contents", "created", "depth", "description", "duration", "files", "frequency",
        "guid", "image", "language", "link", "media", "others", "pages", "period", "published", "replies", "skip_days", "skip_hours",
        "source", "summary", "summary_depth", "text_element", "thumbnails", "title", "title_depth", "title_html", "ttl", "updated",
    )  # fmt: skip

    def __init__(self, atom: bool) -> None:
        self.atom = atom
        self.depth = 0
        """0 for the item's own children, more inside media:group and media:content."""
        self.guid = self.title = self.comments = self.replies = self.source = self.language = self.duration = (
            self.image
        ) = ""
        self.description = self.ttl = self.period = self.frequency = ""
        self.link: str | None = None
        self.title_html = False
        self.title_depth: int | None = None
        self.published: datetime | None = None
        self.updated: datetime | None = None
        self.created: datetime | None = None
        self.summary: Text | None = None
        self.summary_depth: int | None = None
        self.text_element: Element | None = None
        self.contents: list[Text] = []
        self.authors: list[str] = []
        self.categories: list[str] = []
        self.others: list[str] = []
        self.files: list[Element] = []
        self.media: list[Element] = []
        self.thumbnails: list[str] = []
        self.skip_hours: list[str] = []
        self.skip_days: list[str] = []

    def texts(self) -> list[Text]:
        """The entry's texts, contents before the summary."""
        return [*self.contents, self.summary] if self.summary else self.contents

    def page(self) -> str:
        """The address of the entry's page: its link, else any alternate, else (an empty <link> of RSS) a guid that is an address."""
        link = self.link or ""
        if not link.startswith(_WEB):
            link = next((other for other in self.others if other.startswith(_WEB)), link)
        if not link and self.link is not None and not self.atom and self.guid.startswith(_WEB):
            return self.guid
        return link

    def addresses(self) -> list[str]:
        """All that an xml:base would be a base for."""
        files = [file.get("href", "") for file in self.files]
        return [self.guid, self.link or "", self.comments, self.replies, *self.others, *files]

    def enclosures(self) -> Iterator[Enclosure | None]:
        """The files: enclosures first, then media:content that is no picture."""
        for file in self.files:
            href = file.get("url") or file.get("uri") or file.get("href") or ""
            yield fields.enclosure(
                href, file.get("type", ""), file.get("length", ""), self.duration, file.get("title", "")
            )
        for medium in self.media:
            if not fields.is_picture(medium.attrib):
                get = medium.get
                yield fields.enclosure(get("url", ""), get("type", ""), get("fileSize", ""), get("duration", ""))

    def picture(self) -> str:
        """The lead picture: a media:content that is one, else a thumbnail, else itunes:image."""
        if not (self.media or self.thumbnails):
            return self.image
        pictures = [medium.get("url", "") for medium in self.media if fields.is_picture(medium.attrib)]
        return next((address for address in (*pictures, *self.thumbnails) if address), self.image)
