"""What the site answers to a table of questions, recorded, so that two revisions are compared.

`bin/answers record DIR` at each of them, then `bin/answers compare DIR DIR`. No part of
`make test`, but for the tests of the recorder itself. Recorded of each question: status, headers,
how many statements of SQL, mails, and the body read as what it is; of commands, what they say.
"""
