"""The pages by which people report, propose, edit and confirm."""
