"""The export of a dataset: its rows, laid flat, all of them."""

from collections.abc import Iterator
from functools import partial

from django.http import QueryDict

from publishing.columns import flat_row, flattened
from publishing.dataset import WHOLE, Dataset, Encoding, Found, Record
from publishing.files.declaring import Export, Extract, register_export
from publishing.registry import register_dataset


def export_of(dataset: Dataset) -> Export:
    """A dataset's export."""
    return Export(
        name=dataset.name,
        title=dataset.title,
        description=dataset.description,
        parameters=dataset.parameters,
        stamps=dataset.stamps,
        sources=dataset.sources,
        ask=partial(ask, dataset),
        spatial=dataset.spatial,
    )


def serve(dataset: Dataset) -> None:
    """Serve a dataset by every door that it declares."""
    if dataset.files:
        register_export(export_of(dataset))
    register_dataset(dataset)


def ask(dataset: Dataset, params: QueryDict) -> Extract:
    """Read the parameters as the dataset's address in the API does."""
    found = dataset.ask(params)
    return Extract(
        columns=flattened(found.columns),
        key=dataset.key,
        geometry=found.geometry,
        parameters=found.parameters,
        records=partial(records, dataset, found),
        count=found.count,
        result=found.result,
        repeatable=found.repeatable,
        sources=found.sources,
    )


def records(dataset: Dataset, found: Found, encoding: Encoding) -> Iterator[Record]:
    """The rows as tables have them; the first, for which all is worked out, is made in turn."""
    rows = found.rows(encoding, WHOLE)
    with dataset.in_turn():
        first = next(rows, None)
    if first is not None:
        yield flat(found, first)
        for row in rows:
            yield flat(found, row)


def flat(found: Found, row: Record) -> Record:
    """A row of an answer as a row of a table."""
    return Record(row.identifier, flat_row(found.columns, row.properties), row.geometry)
