# The few commands of this house. Each sets up what it needs.
.PHONY: demo up test check test-long bench pictures migrations requirements

PYTHON = .venv/bin/python

# Python's compiled modules are kept, or each of the programs would compile all of them at each start
unexport PYTHONDONTWRITEBYTECODE

demo:  ## serve the demo company on http://127.0.0.1:8000 (PORT=... for another port)
	@bin/setup && exec env ERP_DEMO=1 $(PYTHON) manage.py up --with-parent

up:  ## serve an empty house; the first page asks for the code that is printed here
	@bin/setup && exec $(PYTHON) manage.py up --with-parent

check:  ## format, lint, types, import contracts, house rules: the fast part of the tests
	@bin/setup tests && bin/check

test:  ## everything: the fast part, then all tests, browser tests included
	@bin/setup tests && bin/check && bin/test -n 2

test-long:  ## the long runs: kills, sequences, races, mutants with full counts
	@bin/setup tests && bin/test -m long

bench:  ## measure what docs/performance.md promises; BENCH_JSON=FILE writes the figures
	@bin/setup tests && $(PYTHON) manage.py bench --settings tests.bench.settings

pictures:  ## make the pictures of the README
	@bin/setup tests && MAKE_PICTURES=1 bin/test tests/browser -k picture

migrations:  ## write the migrations that changed models need
	@bin/setup && $(PYTHON) manage.py makemigrations

requirements:  ## pin the newest allowed packages, with their hashes
	@for list in requirements requirements-dev; do \
	    .venv/bin/uv pip compile -q --upgrade --universal --python-version 3.12 --generate-hashes \
	        --no-emit-index-url --no-emit-find-links --no-annotate --no-header $$list.in -o $$list.txt; \
	done
