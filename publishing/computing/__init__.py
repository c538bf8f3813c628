"""Heavy computation in a process apart, kept while it serves: SciPy and PROJ weigh 60 MB."""
