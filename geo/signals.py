"""What the ground tells the apps above it, which it must not name."""

from django.dispatch import Signal

# Sent inside the loading transaction, once communes and areas are written, so that whatever
# derives from them is derived again or the load fails as a whole.
ground_loaded = Signal()
