"""What a type cannot say: addresses, queries, keys, names that must differ, and settings that depend on each other."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from newsreader.actions import BY_ID, BadKey
from newsreader.config import keys
from newsreader.config.addresses import BadAddress, local_path, normal, resolve
from newsreader.config.finding import Finding, KeyPath, nearest
from newsreader.config.schema import Config, FeedSettings, Macro, Rule, View

FEED_FILES = ("ca_file", "password_file", "token_file")
"""Settings of a feed that name a file."""
DEEDS = ("read", "star", "mute", "unmute", "fulltext", "notify", "run")


def find_mistakes(config: Config, folder: Path, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong in settings whose types are right.

    `folder` is the config file's, absolute: relative paths and the person's themes are there. `now` is an aware local
    time, from which queries count their spans.
    """
    yield from _theme(config.reader.theme, folder)
    if not config.fetch.verify:
        message = "certificates are always checked; verify = false may stand in single [[feeds]] alone"
        yield Finding(("fetch", "verify"), message)
    yield from _files(config, folder)
    yield from keys.bind(config.keys, config.macros)[1]
    yield from _feeds(config.feeds, folder)
    if config.views or config.rules:
        yield from _queries([(("views", n, "query"), view.query) for n, view in enumerate(config.views)], now)
        yield from _queries([(("rules", n, "when"), rule.when) for n, rule in enumerate(config.rules)], now)
    yield from _names("views", config.views)
    yield from _names("rules", config.rules)
    for number, rule in enumerate(config.rules):
        yield from _deeds(("rules", number), rule)
    for number, macro in enumerate(config.macros):
        yield from _macro(("macros", number), macro)


def _theme(name: str, folder: Path) -> Iterator[Finding]:
    if name == "auto":
        return
    from newsreader.config.themes import theme_names

    if name not in (names := theme_names(folder / "themes")):
        hint = nearest(name, names) or f"; there are: {', '.join(sorted(names))}"
        yield Finding(("reader", "theme"), f'no theme is called "{name}"{hint}')


def _files(config: Config, folder: Path) -> Iterator[Finding]:
    files: list[tuple[KeyPath, str | None]] = [
        (("reader", "downloads"), config.reader.downloads),
        (("fetch", "ca_file"), config.fetch.ca_file),
        *(
            (("feeds", n, name), file)
            for n, feed in enumerate(config.feeds)
            for name in FEED_FILES
            if (file := getattr(feed, name))
        ),
    ]
    for path, file in files:
        try:
            local_path(file or "", folder)
        except BadAddress as error:
            yield Finding(path, str(error))


def _feeds(feeds: Iterable[FeedSettings], folder: Path) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number, feed in enumerate(feeds):
        path = ("feeds", number, "url")
        try:
            address = normal(resolve(feed.url, folder))
        except BadAddress as error:
            yield Finding(path, str(error))
            continue
        if (earlier := first.setdefault(address, number)) != number:
            yield Finding(path, "duplicate: this feed is there already", see=("feeds", earlier, "url"))
        yield from _login(("feeds", number), feed)


def _login(path: KeyPath, feed: FeedSettings) -> Iterator[Finding]:
    passwords = [name for name in ("password_command", "password_env", "password_file") if getattr(feed, name)]
    tokens = [name for name in ("token_command", "token_env", "token_file") if getattr(feed, name)]
    for several in (passwords, tokens):
        if len(several) > 1:
            yield Finding((*path, several[1]), f"one of {' and '.join(several)} is enough; which one counts?")
    if passwords and not feed.username:
        yield Finding((*path, passwords[0]), 'whose password? username = "…" is missing')
    if tokens and feed.username:
        yield Finding((*path, tokens[0]), "a feed has a user name or a token, not both")
    if feed.username and (":" in feed.username or not feed.username.isprintable()):
        yield Finding((*path, "username"), "no user name has a colon or a control character in it (RFC 7617)")
    if (feed.username or tokens) and not feed.url.strip().lower().startswith(("http://", "https://")):
        yield Finding(
            (*path, "username" if feed.username else tokens[0]), "only feeds on the web want to know who asks"
        )
    if (feed.username or tokens) and any(name.lower() == "authorization" for name in feed.headers):
        yield Finding(
            (*path, "headers"), "Authorization is made of the user name or token; it cannot stand here as well"
        )


def _queries(queries: Iterable[tuple[KeyPath, str]], now: datetime) -> Iterator[Finding]:
    from newsreader.query.lexer import QueryError
    from newsreader.query.parse import parse

    for path, text in queries:
        try:
            parse(text, now=now)
        except QueryError as error:
            yield Finding(path, str(error))


def _names(table: str, items: Iterable[View | Rule]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number, item in enumerate(items):
        if (earlier := first.setdefault(item.name, number)) != number:
            message = f'"{item.name}" is the name of another one already'
            yield Finding((table, number, "name"), message, see=(table, earlier, "name"))


def _deeds(path: KeyPath, rule: Rule) -> Iterator[Finding]:
    deeds = (rule.do,) if isinstance(rule.do, str) else rule.do
    for deed in deeds:
        if deed not in DEEDS and not deed.startswith("tag:"):
            hint = nearest(deed, (*DEEDS, "tag:")) or f"; there are: {', '.join(DEEDS)}, tag:x"
            yield Finding((*path, "do"), f'a rule cannot "{deed}"{hint}')
        if deed.startswith("tag:") and (why := _bad_tag(deed)):
            yield Finding((*path, "do"), f'"{deed}": {why}')
    if rule.until is not None and rule.until.span is not None and "mute" not in deeds:
        message = "a span ends mutes, and this rule does not mute; a date ends any rule"
        yield Finding((*path, "until"), message)
    if "run" in deeds and rule.run is None:
        yield Finding((*path, "do"), 'which program "run" starts is missing: run = ["program", …]')


def _bad_tag(deed: str) -> str:
    """Why no tag can be called as in `tag:NAME`; '' where one can."""
    from newsreader.query.tags import BadTag, tag_name

    try:
        tag_name(deed.removeprefix("tag:"))
    except BadTag as error:
        return str(error)
    return ""


def _macro(path: KeyPath, macro: Macro) -> Iterator[Finding]:
    try:
        keys.sequences(macro.keys)
    except BadKey as error:
        yield Finding((*path, "keys"), str(error))
    for action in macro.do:
        if action not in BY_ID:
            yield Finding((*path, "do"), f'no action is called "{action}"{nearest(action, BY_ID)}')
