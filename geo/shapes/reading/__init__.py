"""A process of its own, that reads the file of a shape: it knows no Django, no base, no secret.

What comes from outside may make a library fall, or fill the memory: it then falls alone.
"""
