"""The query language: text becomes a tree, a tree becomes SQL fragments. Pure: no database, no clock but the one handed in."""
