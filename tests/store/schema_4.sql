-- The schema of version 4, as sqlite_schema has it.
PRAGMA page_size = 8192;
PRAGMA auto_vacuum = INCREMENTAL;

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value ANY
) STRICT, WITHOUT ROWID;
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,           -- as in the config; may change under the id
    place INTEGER NOT NULL,             -- its order in the config
    subscribed INTEGER NOT NULL DEFAULT 1,
    name TEXT NOT NULL DEFAULT '',
    section TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '[]',    -- JSON array
    title TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT '',
    lang TEXT NOT NULL DEFAULT '',
    last_check INTEGER,
    last_success INTEGER,
    last_new INTEGER,
    next_check INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    gone INTEGER NOT NULL DEFAULT 0,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    body_hash BLOB NOT NULL DEFAULT x'',
    moved_to TEXT NOT NULL DEFAULT '',
    moved_since INTEGER,
    moved_count INTEGER NOT NULL DEFAULT 0,
    ttl INTEGER,
    skip_hours INTEGER NOT NULL DEFAULT 0,  -- bit n: hour n
    skip_days INTEGER NOT NULL DEFAULT 0,   -- bit n: day n, Monday 0
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feeds(id),
    sort INTEGER NOT NULL,              -- min(published, first_seen)
    read INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    muted INTEGER NOT NULL DEFAULT 0,
    position_block INTEGER NOT NULL DEFAULT 0,
    position_char INTEGER NOT NULL DEFAULT 0,
    words INTEGER,                      -- NULL until indexed
    has INTEGER NOT NULL DEFAULT 0,     -- bits of model.Has
    published INTEGER,
    updated INTEGER,
    first_seen INTEGER NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    link TEXT NOT NULL,
    comments TEXT NOT NULL DEFAULT '',
    lang TEXT NOT NULL DEFAULT '',
    guid TEXT NOT NULL,
    entry_hash BLOB NOT NULL,
    text_hash BLOB NOT NULL,
    UNIQUE (feed_id, guid)
) STRICT;
CREATE INDEX articles_by_date ON articles (sort, id, feed_id) WHERE muted = 0;
CREATE INDEX articles_by_feed ON articles (feed_id, sort) WHERE muted = 0;
CREATE INDEX unread_by_date ON articles (sort, id, feed_id) WHERE read = 0 AND muted = 0;
CREATE INDEX unread_by_feed ON articles (feed_id, sort) WHERE read = 0 AND muted = 0;
CREATE INDEX starred_by_date ON articles (sort, id, feed_id) WHERE starred = 1 AND muted = 0;
CREATE INDEX muted_by_date ON articles (sort, id, feed_id) WHERE muted = 1;
CREATE TABLE bodies (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    markup TEXT NOT NULL,
    base TEXT NOT NULL DEFAULT '',
    image TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    categories TEXT NOT NULL DEFAULT '[]',  -- JSON array
    summary TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL,
    "full" TEXT NOT NULL DEFAULT ''         -- the article as fetched from its page, HTML
) STRICT;
CREATE TABLE previous (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    replaced INTEGER NOT NULL,
    title TEXT NOT NULL,
    markup TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE TABLE enclosures (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    url TEXT NOT NULL,
    type TEXT NOT NULL DEFAULT '',
    bytes INTEGER,
    seconds INTEGER,
    title TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (article_id, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE tags (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    tag TEXT NOT NULL,                  -- as the person wrote it
    folded TEXT NOT NULL,               -- as it is compared
    PRIMARY KEY (article_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_name ON tags (folded, article_id);
CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    count INTEGER NOT NULL,             -- articles
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE state (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL                 -- JSON
) STRICT, WITHOUT ROWID;
CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    last_request REAL,
    wait_until REAL,
    why TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    pid INTEGER NOT NULL,
    started TEXT NOT NULL,              -- of the process, so that a reused pid is not taken for it
    host TEXT NOT NULL,
    heartbeat INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE reindex (
    article_id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    link TEXT NOT NULL,
    markup TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE TABLE change_parts (
    change_id INTEGER NOT NULL REFERENCES changes(id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    field TEXT NOT NULL,                -- read, starred, muted, tag, config
    value INTEGER NOT NULL,             -- whether it was set; of config: 1
    detail TEXT NOT NULL DEFAULT '',    -- tag: its name; muted: when that ends, '' never; config: the edit
    ids BLOB NOT NULL,                  -- the articles that really changed (journal.pack)
    PRIMARY KEY (change_id, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE mutes (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    until INTEGER NOT NULL
) STRICT;
CREATE TABLE errands (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    deed TEXT NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (article_id, deed, rule)
) STRICT, WITHOUT ROWID;
CREATE TABLE rule_log (
    rule TEXT PRIMARY KEY,
    matched INTEGER NOT NULL DEFAULT 0,
    last_match INTEGER,
    error TEXT NOT NULL DEFAULT '',     -- why its program failed the last time
    failed INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE fetches (
    day INTEGER NOT NULL,               -- days since 1970, UTC
    feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
    succeeded INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    new INTEGER NOT NULL,               -- articles
    bytes INTEGER NOT NULL,             -- over the wire
    PRIMARY KEY (day, feed_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE tombstones (
    id INTEGER PRIMARY KEY,             -- the article's; never given to another one
    feed_id INTEGER NOT NULL REFERENCES feeds(id) ON DELETE CASCADE,
    guid TEXT NOT NULL,
    link TEXT NOT NULL,
    entry_hash BLOB NOT NULL,
    text_hash BLOB NOT NULL
) STRICT;
CREATE INDEX tombstones_by_feed ON tombstones (feed_id, guid);
CREATE TABLE story_articles (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    story INTEGER,                      -- NULL: it stands alone
    copy_of INTEGER,                    -- the first article with the same text
    lang TEXT NOT NULL,
    sketch BLOB NOT NULL,               -- of its text: hashes of 4 bytes
    filed INTEGER NOT NULL DEFAULT 1    -- 0: to be filed anew
) STRICT;
CREATE INDEX articles_by_story ON story_articles (story) WHERE story IS NOT NULL;
CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,             -- the times of its first and its latest article
    last INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    outlets INTEGER NOT NULL,           -- feeds; those with the same page count once
    voices INTEGER NOT NULL             -- feeds with a text of their own: copies count once
) STRICT;
CREATE VIRTUAL TABLE search USING fts5(title, author, body, content = '', tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M*'");
CREATE VIRTUAL TABLE heads USING fts5(title, author, url, content = '', prefix = '1 2', tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M*'");
