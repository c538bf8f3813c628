"""Deposited files: judged by their content, kept outside what the server gives."""
