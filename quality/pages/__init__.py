"""The pages of quality, one file each."""
