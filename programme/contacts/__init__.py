"""Who to turn to in a region: bodies that public pages name, and how a file of them is loaded."""
