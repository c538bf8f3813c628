"""What the directory tells the apps above it, which it must not name."""

from django.dispatch import Signal

# Sent inside the writing transaction, once footprints are derived again. `pole_ids` names the
# poles that changed, None for all of them.
footprints_derived = Signal()
