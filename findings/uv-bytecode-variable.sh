#!/usr/bin/env bash
# Guess:   an environment variable of uv outranks the same setting in pyproject.toml, as uv's documentation of
#          precedence says; UV_COMPILE_BYTECODE=0 switches off what `compile-bytecode = true` switches on.
# Happens: the variable can only switch it on. With 0 or `false` everything is compiled all the same, and nothing
#          is said; only the option --no-compile-bytecode is heard.
# Matters: compiling is nine tenths of the time of a sync from a warm cache. A script that needs a tool once
#          waits for modules that it never imports, and believes that it has switched that off.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/tool"
"$work/tool/bin/pip" install -qq uv==0.13.9
mkdir "$work/project"
cd "$work/project"
cat > pyproject.toml <<'TOML'
[project]
name = "example"
version = "1"
requires-python = ">=3.11"
dependencies = ["idna==3.10"]

[tool.uv]
compile-bytecode = true
TOML
"$work/tool/bin/uv" --version

compiled() {
    rm -rf .venv
    "$@" "$work/tool/bin/uv" sync --quiet ${option:-}
    find .venv -path '*/idna/*' -name '*.pyc' | wc -l
}

plain=$(compiled env)
zero=$(compiled env UV_COMPILE_BYTECODE=0)
word=$(compiled env UV_COMPILE_BYTECODE=false)
option=--no-compile-bytecode
without=$(compiled env)
echo "compiled modules of idna: $plain by the setting, $zero with the variable 0, $word with false, $without with the option"
[ "$plain" -gt 0 ] && [ "$zero" = "$plain" ] && [ "$word" = "$plain" ] && [ "$without" = 0 ]
