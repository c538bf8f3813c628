"""Requests for services: asked, sent to the operator, followed, erased in time."""
