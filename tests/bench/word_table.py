"""Make newsreader/newsdesk/frequencies/en.txt of a list of English words and their counts.

    python tests/bench/word_table.py frequency_dictionary_en_82_765.txt > newsreader/newsdesk/frequencies/en.txt

The list is SymSpell's (a word and a count a line); frequencies/README.md says where it is from and under which terms.
A line of the table is −10·log10 of a frequency, rounded, and the stems that are so frequent. Words that are rarer than
one in a million are left out: all of them weigh the same.
"""

import math
import sys
from collections import defaultdict
from pathlib import Path

from newsreader.newsdesk.word_stems import stem
from newsreader.query.words import tokens

RAREST = 60


def main() -> None:
    counts: dict[str, int] = defaultdict(int)
    for line in Path(sys.argv[1]).read_text(encoding="utf-8-sig").splitlines():
        word, count = line.split()
        for token in tokens(word):
            counts[stem(token, "en")] += int(count)
    total = sum(counts.values())
    levels: dict[int, list[str]] = defaultdict(list)
    for word, count in counts.items():
        level = round(-10 * math.log10(count / total))
        if level < RAREST and (len(word) > 1):
            levels[level].append(word)
    for level, words in sorted(levels.items()):
        print(level, *sorted(words))


if __name__ == "__main__":
    main()
