"""The terms on which a feed is asked at an address: with what it logs in with, once that is there, and at home alone."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from newsreader.feeds.asking import Terms
from newsreader.feeds.loop import Loop
from newsreader.feeds.network import origin
from newsreader.feeds.plan import Plan

if TYPE_CHECKING:
    from concurrent.futures import Future

    from newsreader.feeds.credentials import Keyring
    from newsreader.feeds.doorbell import Doorbell

OnTerms = Callable[[Terms], object]
OnError = Callable[[str], object]


class LoggingIn:
    """Asks the keyring, which may be None where no plan logs in."""

    def __init__(self, loop: Loop, keyring: "Keyring | None") -> None:
        self._loop, self._keyring = loop, keyring
        self._doorbell: Doorbell | None = None

    def find(self, plan: Plan, url: str, on_terms: OnTerms, on_error: OnError) -> None:
        """Call `on_terms` at once, or when a password is there, or `on_error`. Raises ValueError for what is no address."""
        if origin(url) != origin(plan.feed.url):  # it has moved to another host, which the person trusts with nothing
            on_terms(replace(plan.terms, headers={}))
            return
        if plan.login is None:
            on_terms(plan.terms)
            return
        if self._keyring is None:
            raise RuntimeError("a plan logs in, and there is no keyring")
        if self._doorbell is None:
            from newsreader.feeds.doorbell import Doorbell

            self._doorbell = Doorbell(self._loop)
        ring, then = self._doorbell.ring, partial(self._on_header, plan.terms, on_terms, on_error)
        self._keyring.ask(plan.login).add_done_callback(lambda header: ring(partial(then, header)))

    def close(self) -> None:
        """Wait for nothing any more."""
        if self._doorbell is not None:
            self._doorbell.close()

    @staticmethod
    def _on_header(terms: Terms, on_terms: OnTerms, on_error: OnError, header: "Future[str]") -> None:
        if (error := header.exception()) is not None:
            on_error(f"cannot log in: {error}")
        else:
            on_terms(replace(terms, headers={**terms.headers, "Authorization": header.result()}))
