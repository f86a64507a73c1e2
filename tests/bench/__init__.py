"""
The benchmark: what docs/performance.md promises, measured beside the limit of this machine.

A Django app of its own, so that `manage.py bench --settings tests.bench.settings` finds its command.
"""
