"""From a file to what it holds, in whatever state the file is: a module a sort of file."""
