"""Ends well when the service answers."""

from common import fetch

fetch("/health")
