"""The config file's shape: each setting with its type, its bounds, its default, and one line of help, here and nowhere else.

config.example.toml, `newsreader config show`, docs/config.md and the messages about mistakes are made from these
structs. A setting of [fetch] that a feed may have for itself is None there: as in [fetch].
"""

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, structs

from newsreader.config.spans import Argv, Interval, Keep, Size, Span, Timeout, Until
from newsreader.model import Grouping, Sort

# Names that a config may hold already, but that nothing acts on so far. Whoever makes one work takes it out here.
NOT_USED_YET = frozenset({
    "reader.count", "reader.plain",
})  # fmt: skip

# ── Settings that stand in a table for all feeds and in [[feeds]] for one ─────────────────────────────────────────────

Images = Annotated[
    Literal["never", "ask", "always"], Meta(description='pictures in articles: "ask" shows them at the key i')
]
FeedInterval = Annotated[Interval, Meta(description="how often a feed is asked, unless its server wants it less often")]
FeedTimeout = Annotated[Timeout, Meta(description="how long fetching a feed may take in all")]
MaxBytes = Annotated[Size, Meta(description="a feed's document may be this large, unpacked")]
MaxItems = Annotated[int, Meta(ge=1, le=100_000, description="of a longer document the newest entries are read")]
UserAgent = Annotated[
    str,
    Meta(
        pattern=r"^[\x20-\x7e]+\Z",
        extra={"expected": "a text of ASCII characters on one line"},
        description="the program's name as servers see it; else newsreader/VERSION (+its address)",
        examples=["my-reader/1.0 (+https://example.org)"],
    ),
]
Headers = Annotated[
    dict[
        Annotated[str, Meta(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")],
        Annotated[str, Meta(pattern=r"^[\t\x20-\x7e\x80-\xff]*\Z")],
    ],
    Meta(
        extra={"expected": "a table of HTTP headers: names and texts, each on one line"},
        description="HTTP headers to send, to the feed's own host alone",
        examples=[{"Accept-Language": "en"}],
    ),
]
Proxy = Annotated[
    str,
    Meta(
        pattern=r"^(https?|socks[45]|socks4a|socks5h)://[^\s/]+/?\Z",
        extra={"expected": 'a proxy such as "http://127.0.0.1:3128" or "socks5h://127.0.0.1:9050"'},
        description="fetch through this proxy: http, https, socks4, socks4a, socks5 or socks5h",
        examples=["socks5h://127.0.0.1:9050"],
    ),
]
CaFile = Annotated[
    str,
    Meta(
        min_length=1,
        description="trust the certificate authorities in this PEM file",
        examples=["~/certificates/office.pem"],
    ),
]
FullText = Annotated[bool, Meta(description="fetch the full article from its page where the feed has only a summary")]
KeepArticles = Annotated[
    Keep, Meta(description='articles stay "forever", for a span, or up to a number; starred and tagged ones always')
]
KeepUnread = Annotated[bool, Meta(description="unread articles stay too, whatever keep says")]
Name = Annotated[str, Meta(min_length=1)]


class Table(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all tables of the file have in common: they cannot be changed, and take no name that is not theirs."""


class ReaderSettings(Table, frozen=True):
    """The screen, and what opens and plays things."""

    theme: Annotated[Name, Meta(description='a theme\'s name (newsreader theme list); "auto": as the terminal is')] = (
        "auto"
    )
    layout: Annotated[
        Literal["auto", "columns", "stacked", "single"],
        Meta(description="three columns, headlines over the article, or one pane at a time; auto: what fits"),
    ] = "auto"
    text_width: Annotated[
        int, Meta(ge=40, le=160, description="an article's lines are at most this wide, in cells")
    ] = 72
    icons: Annotated[
        Literal["unicode", "ascii"], Meta(description="signs and lines of the screen; ascii for plain terminals")
    ] = "unicode"
    time_format: Annotated[
        str,
        Meta(
            pattern=r"^(24h|12h|[^\n]*%[A-Za-z][^\n]*)\Z",
            extra={"expected": '"24h", "12h" or a strftime text such as "%H.%M"'},
            description='times of day: "24h", "12h", or a strftime text such as "%H.%M"',
        ),
    ] = "24h"
    mark_read: Annotated[
        Literal["never", "on-open", "on-select", "on-scroll-end"],
        Meta(
            description="an article becomes read never, when it is opened, when the cursor rests on it, or at its end"
        ),
    ] = "on-open"
    mark_copies_read: Annotated[
        bool | Literal["all"],
        Meta(description='identical articles of other feeds become read with it; "all": other coverage as well'),
    ] = True
    count: Annotated[Literal["articles", "stories"], Meta(description="what the numbers in the tree count")] = (
        "articles"
    )
    group_stories: Annotated[bool, Meta(description="one row for a story that several outlets cover")] = True
    sort: Annotated[Sort, Meta(description="the order of lists, until another one is chosen there")] = "date"
    reverse: Annotated[bool, Meta(description="that order the other way round: the oldest first")] = False
    group: Annotated[
        Grouping | None,
        Meta(
            description="headings between the rows of lists; else days where they are sorted by date", examples=["feed"]
        ),
    ] = None
    front_page: Annotated[Span, Meta(description="the front page covers this span")] = Span(hours=24)
    front_page_habits: Annotated[
        bool, Meta(description="what you read and star counts on the front page; it stays on this machine")
    ] = True
    refresh: Annotated[
        Literal["on-start", "while-open", "never"],
        Meta(description="fetch what is due once at the start, as long as the reader is open, or only when asked"),
    ] = "while-open"
    images: Images = "ask"
    strip_tracking: Annotated[
        bool,
        Meta(description="take utm_… and the like out of links that are opened or copied, and of those in a digest"),
    ] = True
    browser: Annotated[
        Argv | None, Meta(description="opens links; else $BROWSER or the system's", examples=[["firefox", "{url}"]])
    ] = None
    player: Annotated[Argv | None, Meta(description="plays audio and video; else mpv", examples=[["mpv", "{url}"]])] = (
        None
    )
    editor: Annotated[
        Argv | None, Meta(description="edits this file; else $VISUAL or $EDITOR", examples=[["nano", "{file}"]])
    ] = None
    pager: Annotated[Argv | None, Meta(description="shows long texts; else $PAGER", examples=[["less", "-R"]])] = None
    clipboard: Annotated[
        Argv | None,
        Meta(
            description="gets on its stdin what is copied; else the terminal does it (OSC 52)", examples=[["wl-copy"]]
        ),
    ] = None
    downloads: Annotated[
        Name | None, Meta(description="where enclosures go; else the system's folder", examples=["~/Downloads"])
    ] = None
    plain: Annotated[bool, Meta(description="no boxes and no animation, one pane: for screen readers")] = False


class FetchSettings(Table, frozen=True):
    """How feeds are fetched. What a feed sets for itself goes before."""

    interval: FeedInterval = Interval(hours=1)
    timeout: FeedTimeout = Timeout(seconds=60)
    max_bytes: MaxBytes = Size(16 * 1024**2)
    max_items: MaxItems = 5000
    hosts: Annotated[
        int, Meta(ge=1, le=64, description="so many hosts are asked at once, each over one connection")
    ] = 16
    user_agent: UserAgent | None = None
    headers: Headers = {}
    proxy: Proxy | None = None
    verify: Annotated[
        bool, Meta(description="check servers' certificates; false may only stand in a single [[feeds]]")
    ] = True
    ca_file: CaFile | None = None
    full_text: FullText = False
    keep: KeepArticles = Keep()
    keep_unread: KeepUnread = False
    notify: Annotated[
        Argv | None,
        Meta(
            description="runs for rules that notify, with {title} {url} {feed}; else the terminal shows it",
            examples=[["notify-send", "{feed}", "{title}"]],
        ),
    ] = None


class FeedSettings(Table, frozen=True):
    """A subscription, and what is special about it."""

    url: Annotated[
        str,
        Meta(
            min_length=1,
            description="an http(s) address, a file, or a folder of feeds and saved pages",
            examples=["https://www.theguardian.com/world/rss"],
        ),
    ]
    name: Annotated[Name | None, Meta(description="what it is called; else its own title", examples=["Guardian"])] = (
        None
    )
    section: Annotated[Name | None, Meta(description="the section that it stands in", examples=["World"])] = None
    tags: Annotated[tuple[Name, ...], Meta(description="words to find it by: tag:daily", examples=[["daily"]])] = ()
    interval: FeedInterval | None = None
    timeout: FeedTimeout | None = None
    max_bytes: MaxBytes | None = None
    max_items: MaxItems | None = None
    user_agent: UserAgent | None = None
    headers: Headers = {}
    proxy: Proxy | None = None
    verify: bool | None = None
    ca_file: CaFile | None = None
    username: Annotated[
        Name | None, Meta(description="for a feed behind a password (basic authentication)", examples=["ada"])
    ] = None
    password_command: Annotated[
        Argv | None,
        Meta(description="prints the password in its first line", examples=[["pass", "show", "feeds/lwn"]]),
    ] = None
    password_env: Annotated[
        Name | None, Meta(description="or the environment variable that holds it", examples=["LWN_PASSWORD"])
    ] = None
    password_file: Annotated[
        Name | None,
        Meta(description="or the file that has it in its first line, with mode 0600", examples=["~/.lwn"]),
    ] = None
    token_command: Annotated[
        Argv | None,
        Meta(description="instead of a user name: prints a bearer token", examples=[["pass", "show", "feeds/token"]]),
    ] = None
    token_env: Annotated[
        Name | None, Meta(description="or the environment variable that holds the token", examples=["LWN_TOKEN"])
    ] = None
    token_file: Annotated[
        Name | None,
        Meta(description="or the file that has the token in its first line, with mode 0600", examples=["~/.lwn-token"]),
    ] = None
    full_text: FullText | None = None
    keep: KeepArticles | None = None
    keep_unread: KeepUnread | None = None
    images: Images | None = None


class View(Table, frozen=True):
    """A saved query."""

    name: Annotated[Name, Meta(description="what it is called", examples=["Long reads"])]
    query: Annotated[
        str, Meta(description="which articles it shows, as in the search bar", examples=["is:unread section:World"])
    ]
    section: Annotated[Name | None, Meta(description="the section that it stands in", examples=["World"])] = None
    sort: Annotated[Sort | None, Meta(description="its order; else as [reader] sort", examples=["title"])] = None
    reverse: Annotated[bool | None, Meta(description="that order the other way round", examples=[True])] = None
    group: Annotated[Grouping | None, Meta(description="headings between its rows", examples=["day"])] = None
    group_stories: Annotated[
        bool | None, Meta(description="as [reader] group_stories, for this view", examples=[False])
    ] = None


class Rule(Table, frozen=True):
    """What happens to new articles that match a query (docs/rules.md)."""

    name: Annotated[Name, Meta(description="what it is called", examples=["No football"])]
    when: Annotated[str, Meta(description="which articles, as in the search bar", examples=["football or soccer"])]
    do: Annotated[
        str | tuple[str, ...],
        Meta(
            description="read, star, mute, unmute, tag:x, fulltext, notify, run; one or a list",
            examples=["mute"],
        ),
    ]
    run: Annotated[
        Argv | None,
        Meta(description='the program for "run"; the article comes on its stdin as JSON', examples=[["my-script"]]),
    ] = None
    until: Annotated[
        Until | None,
        Meta(
            description='the last day (or the time) on which it acts, and when its mutes end; a span such as "1w" ends'
            " each mute so long after it began",
            examples=[date(2027, 1, 31)],
        ),
    ] = None
    feeds: Annotated[tuple[Name, ...], Meta(description="only in feeds of these names", examples=[["Guardian"]])] = ()
    section: Annotated[Name | None, Meta(description="only in this section", examples=["World"])] = None


class Macro(Table, frozen=True):
    """A key that does several things."""

    keys: Annotated[str | list[str], Meta(description="its key, or several", examples=["alt+s"])]
    do: Annotated[
        tuple[str, ...],
        Meta(
            min_length=1,
            max_length=100,
            description="ids of actions (docs/keys.md), done in this order",
            examples=[["star", "next-unread"]],
        ),
    ]
    name: Annotated[
        Name | None, Meta(description="what it is called in the help and the palette", examples=["Star and go on"])
    ] = None


class Config(Table, frozen=True):
    """The whole file. Without a file all of this is as it stands here."""

    reader: ReaderSettings = ReaderSettings()
    fetch: FetchSettings = FetchSettings()
    keys: dict[str, str | list[str]] = {}
    """Action id → its key or keys; '' for none. Actions that are not named keep their own."""
    share: dict[str, Argv] = {}
    """Name → program that gets {url} {title} {file}, and the article as JSON on stdin."""
    feeds: tuple[FeedSettings, ...] = ()
    views: tuple[View, ...] = ()
    rules: tuple[Rule, ...] = ()
    macros: tuple[Macro, ...] = ()

    def fetch_for(self, feed: FeedSettings) -> FetchSettings:
        """Return the settings that `feed` is fetched with: its own, else those of [fetch]; headers of both."""
        own: dict[str, Any] = {
            name: value
            for name in FetchSettings.__struct_fields__
            if name != "headers" and (value := getattr(feed, name, None)) is not None
        }
        return structs.replace(self.fetch, **own, headers={**self.fetch.headers, **feed.headers})
