"""The screen: the only folder that knows Textual. It is handed rows and documents and never fetches or parses a feed."""
