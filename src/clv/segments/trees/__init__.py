"""Small trees: groups that a few questions lead to."""
