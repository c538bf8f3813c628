"""How much each territory needs a pole: an explained score."""
