"""Whether what is stored of a call and of its applications is what the journals say of it.

The journals hold commitments to what may be erased. What has been erased, of which a line of the
journal says so, is not compared; nor what was written before journals held commitments.
`columns` says of every column what holds it, or why nothing does.
"""
