"""Writes one file in a process of its own: `python -m publishing.files.writing FOLDER`.

pandas, pyarrow and GDAL take more than a hundred megabytes and never give them back: the server
keeps its memory, this process ends. It has neither Django nor a database: what to write comes on
its standard input, as `orders` says. Any exit but 0 means that there is no file.
"""
