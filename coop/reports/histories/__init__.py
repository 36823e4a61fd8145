"""A worker's own history: the file a platform gives them, read and told back, never stored."""
