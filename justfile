# The recipes use the environment that `scripts/test` makes.
export PATH := justfile_directory() / ".venv/bin" + ":" + env("PATH")

# list the recipes
default:
    @just --list

# format, lint, types and the tests that are quick
check: format-check lint types
    pytest -n 2 --dist worksteal -m "not generated and not engines and not repositories"

# everything that CI runs; `just all --thorough` runs the wide sweeps too
all *arguments:
    scripts/test {{ arguments }}

# rewrite with black, and let ruff repair what it can
format:
    black .
    ruff check --fix

format-check:
    black --check --quiet .

lint:
    ruff check

types:
    mypy

# run the tests, or some of them: `just test tests/surround -k lock`
test *arguments:
    pytest -n 2 {{ arguments }}

# create the shop in a folder and serve it
demo folder="shop":
    scripts/demo {{ folder }}

# write the committed output in examples/ anew
examples:
    python scripts/regenerate_examples.py

# lock the generated project's dependencies anew
relock *arguments:
    python scripts/relock.py {{ arguments }}
