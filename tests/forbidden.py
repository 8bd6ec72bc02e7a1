"""Which characters must never reach a terminal, and texts that try to bring them there. Shared by the tests of every surface."""

import re

# C0 without newline and tab, DEL, C1, bidi controls and marks, line and paragraph separators, lone surrogates,
# zero-width blanks and fillers, interlinear annotation, tag characters, soft hyphen.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)

HOSTILE = (
    "\x1b]52;c;aGFoYQ==\x07clipboard",
    "\x1b]0;owned\x1b\\title",
    "\x1b[2J\x1b[Hclear",
    "\x9d0;c1 title\x9c",
    "\x9b31mred",
    "\x90qdcs\x9c",
    "nul\x00bell\x07back\x08del\x7f",
    "\u202egnp.exe\u202c over",
    "\u2066isolate\u2069 \u200fmark\u200e \u061calm",
    "zero\u200bwidth\u2060join\ufeffbom\u00adsoft",
    "line\u2028sep\u2029par\x85nel",
    "tag\U000e0041\U000e007f",
    "lone \ud83d surrogate",
    "[@click=app.quit]x[/]",
    "a[0]=x[/i] [/b] [bold red]markup[/] [link=file:///etc/passwd]l[/link]",
    "{title!r} %s %(x)s $PATH `id` $(id) ; rm -rf / | cat",
    "e" + "\u0301" * 50 + " zalgo",
    "a\ufe00\ufe0f\U000e0100",
    "-oProxyCommand=x",
    "日本語のタイトル👩‍👩‍👧‍👦🏴‍☠️ नमस्ते",
    "",
    " ",
)
