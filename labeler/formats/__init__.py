"""Files that articles come in."""
