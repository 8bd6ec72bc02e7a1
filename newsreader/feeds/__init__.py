"""The fetcher: network and files become entries, entries become changes for the store. It knows nothing of the screen."""
