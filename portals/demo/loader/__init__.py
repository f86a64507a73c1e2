"""
Makes the demo company: a coffee roaster and its franchisee, with two years of history.

Everything is written by the operations that people use, in the scopes of the demo's people, so the books
balance because the operations do. The same day gives the same figures: chance is seeded by month.
"""
