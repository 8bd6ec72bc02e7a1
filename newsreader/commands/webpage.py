"""One document from the web, fetched now: what `newsreader read URL` reads. The rules of the fetcher hold for it."""

from typing import TYPE_CHECKING

from newsreader.commands.common import WRONG_USE, CommandError
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.config.schema import FetchSettings
    from newsreader.feeds.asking import Answer

_PATIENCE = 60.0
"""Seconds between two looks at the clock; the conversation has its own deadline."""


def fetch(url: str, settings: "FetchSettings") -> tuple[bytes, str, str]:
    """Return (bytes, content type, the address that redirects led to) of the document at `url`. Raises CommandError."""
    from newsreader.feeds.asking import Conversation
    from newsreader.feeds.http import Client
    from newsreader.feeds.loop import Loop
    from newsreader.feeds.plans import plain_terms
    from newsreader.feeds.words import http_error

    try:
        talk = Conversation(url, plain_terms(settings))
    except ValueError as error:
        raise CommandError(f"{redacted(url)} is no address that can be asked", WRONG_USE) from error
    loop = Loop()
    client = Client(loop)
    final: list[Answer] = []

    def on_answer(answer: "Answer") -> None:
        counts = talk.go_on(answer)
        if counts is None:
            client.start(talk.ask, on_answer)
        else:
            final.append(counts)

    try:
        client.start(talk.ask, on_answer)
        while not final:
            loop.run_once(_PATIENCE)
    finally:
        client.close()
        loop.close()
    answer = final[0]
    if answer.error or not 200 <= answer.status < 300:
        raise CommandError(f"{redacted(url)}: {answer.error or http_error(answer.status)}")
    content_type = next((value for name, value in answer.headers.items() if name.lower() == "content-type"), "")
    return answer.body, content_type, talk.ask.url
