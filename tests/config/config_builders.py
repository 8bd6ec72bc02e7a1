"""A config file on disk, and what is wrong with it."""

from pathlib import Path

from newsreader.config.load import ConfigErrors, load


def mistakes(path: Path, text: str | bytes) -> list[str]:
    """Write the config and return its mistakes as lines, without the file's folder; an empty list for none."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        load(path)
    except ConfigErrors as errors:
        return [str(mistake).replace(f"{path.parent}/", "") for mistake in errors.mistakes]
    return []
