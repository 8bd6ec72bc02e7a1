"""The index knows when its words would come out otherwise than they are in there."""

import hashlib

from newsreader.articles.plain import plain_text
from newsreader.store import index
from newsreader.store.indexed import Source

SAMPLES = (
    Source("Storm surge", "Ada Nowak", "https://a.example/World/1?q=2", "html", "", "<p>Wind &amp; <b>rain</b></p><p>in 2026</p>"),
    Source("L’école de Łódź", "Élodie", "", "html", "<p>Deck</p>", "<h1>Straße</h1><ul><li>ﬁne</li><li>½ m²</li></ul><script>x</script>"),
    Source("北京新闻", "記者", "", "text", "", "今天用iPhone手机。\nニュース・サイト 정부는"),
    Source("हिन्दी", "", "", "markdown", "", "# Title\n\nwith *emphasis* and a [link](https://b.example)"),
)  # fmt: skip
WORDS = "ef32f44b1b99253a"


def test_other_words_need_another_version() -> None:
    """Where this fails, the index of every person holds other words than an update would tell it to forget.

    Raise VERSION in store/index.py, so that it is built anew, and put version and words here.
    """
    made = [index.make_words(source, plain_text) for source in SAMPLES]
    told = repr([(m.title, m.author, m.url, m.body) for m in made])
    assert (index.VERSION, hashlib.sha256(told.encode()).hexdigest()[:16]) == (1, WORDS)
