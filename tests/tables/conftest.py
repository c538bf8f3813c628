"""A file of a table, read or refused."""

import pytest

from tables.problems import Refused
from tables.reading.reader import read_table
from tables.reading.table import Choice
from tests.tables.support import COLUMNS


@pytest.fixture
def read(tmp_path):
    """The table of some content, under a name."""

    def read(name, content, known=COLUMNS, **choice):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path, known, Choice(**choice))

    return read


@pytest.fixture
def refused(read):
    """Why it is refused."""

    def refused(*args, **choice):
        with pytest.raises(Refused) as caught:
            read(*args, **choice)
        return caught.value

    return refused
