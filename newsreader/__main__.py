"""The command `newsreader`, also as `python -m newsreader`."""

import sys


def main() -> int:
    """Run the command line in sys.argv; returns the exit status."""
    from newsreader.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
