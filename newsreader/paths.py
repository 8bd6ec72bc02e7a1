"""Where things stand on this machine: config, data, caches, and the files that ship with the program."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

APP = "newsreader"
PACKAGE = Path(__file__).parent
_ESCAPED_BYTE = re.compile(rb"\\x([89a-f][0-9a-f])")


@dataclass(frozen=True, slots=True)
class Paths:
    """The files and folders of one run. Nothing is created by looking; whoever writes makes its own folder."""

    config: Path
    """The TOML file; it need not exist."""
    data: Path
    """The folder of the store, downloads, images, backups and the log."""
    cache: Path
    """What may vanish at any time."""

    @property
    def database(self) -> Path:
        return self.data / "news.db"

    @property
    def log(self) -> Path:
        return self.data / "newsreader.log"

    @property
    def themes(self) -> Path:
        """The person's own themes, beside the config file."""
        return self.config.parent / "themes"


def find_paths(config: str | None = None, data_dir: str | None = None) -> Paths:
    """Return the paths in force: the option first, then NEWSREADER_CONFIG / NEWSREADER_DATA_DIR, then the platform's folders."""
    chosen_config = config or os.environ.get("NEWSREADER_CONFIG")
    chosen_data = data_dir or os.environ.get("NEWSREADER_DATA_DIR")
    if chosen_config and chosen_data:
        data = Path(chosen_data).expanduser().absolute()
        return Paths(config=Path(chosen_config).expanduser().absolute(), data=data, cache=data / "cache")
    import platformdirs  # 8 ms, which the fetcher of the screen, told both, can do without

    data = (
        Path(chosen_data).expanduser().absolute()
        if chosen_data
        else Path(platformdirs.user_data_dir(APP, appauthor=False))
    )
    return Paths(
        config=Path(chosen_config).expanduser().absolute()
        if chosen_config
        else Path(platformdirs.user_config_dir(APP, appauthor=False)) / "config.toml",
        data=data,
        cache=data / "cache" if chosen_data else Path(platformdirs.user_cache_dir(APP, appauthor=False)),
    )


def own_process(code: str, *arguments: str) -> list[str]:
    """Return the command that runs `code`, which imports this package, in a process of its own; sys.argv[1:] are `arguments`.

    -P: nothing that lies in the current folder is imported. Somebody who starts the reader in a folder of downloads
    must not run what calls itself a library there.
    """
    start = f"import sys; sys.path.append(sys.argv.pop(1)); {code}"
    return [sys.executable, "-P", "-c", start, str(PACKAGE.parent), *arguments]


def shipped_themes() -> Path:
    """Return the folder of the themes that ship with the program: inside the wheel, or at the top of a source tree."""
    inside = PACKAGE / "themes"
    return inside if inside.is_dir() else PACKAGE.parent / "themes"


def shipped_guide() -> Path:
    """Return the folder of the guide: Markdown articles that teach the reader, opened as a local feed."""
    return PACKAGE / "guide"


def as_text(path: str) -> str:
    """Return a file's name or path as text that can be stored and sent: bytes that are no UTF-8 as '\\xe9', so that names stay apart."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def path_of(text: str) -> Path:
    """Return the path behind `as_text`."""
    if "\\x" not in text or os.path.lexists(text):
        return Path(text)
    return Path(os.fsdecode(_ESCAPED_BYTE.sub(lambda byte: bytes.fromhex(byte[1].decode()), os.fsencode(text))))
