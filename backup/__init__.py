"""Backups: one archive of all that no set-up makes again, its proof, and its way back."""
