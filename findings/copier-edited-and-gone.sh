#!/usr/bin/env bash
# Guess:   `copier update` merges three ways. A file that the team has edited and the template no longer has,
#          or has under another name, is a conflict, as it is to git; so is a binary file that both changed.
# Happens: neither is. The edited file is deleted, also where the template only renamed it: the new name holds
#          the template's text, without the team's lines. The binary file is replaced by the template's. There
#          is no conflict, no .rej file, no word in the output, and the exit status is 0; an edited text that
#          both changed, in the same update, does get its conflict markers.
# Matters: whoever resolves the conflicts of an update believes to have seen all that clashed. What is lost
#          can be found only as a deletion among the changes, and is lost with the commit.
# Since:   seen in 9.19.1; files that the template removed are removed since 2022.
# Sources: https://copier.readthedocs.io/en/stable/updating/ (how the update works)
#          https://github.com/copier-org/copier/pull/619 (removing files on update)
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq copier==9.19.1
export GIT_CONFIG_GLOBAL="$work/gitconfig" GIT_CONFIG_NOSYSTEM=1
git config --global user.name Somebody
git config --global user.email somebody@example.com
git config --global init.defaultBranch main

say() { printf '%s\n' "$*"; }
commit() { git -C "$1" add --all && git -C "$1" commit --quiet --message "$2"; }
template=$work/template project=$work/project

mkdir "$template" && git -C "$template" init --quiet
say '_min_copier_version: "9"' > "$template/copier.yml"
say '{{ _copier_answers|to_nice_yaml }}' > "$template/{{ _copier_conf.answers_file }}.jinja"
for name in both.txt gone.txt renamed.txt; do say first > "$template/$name"; done
printf '\0first' > "$template/logo.bin"
commit "$template" first && git -C "$template" tag 1.0.0

"$work/venv/bin/copier" copy --quiet --defaults "$template" "$project"
git -C "$project" init --quiet && commit "$project" made
for name in both.txt gone.txt renamed.txt; do say ours >> "$project/$name"; done
printf '\0ours' > "$project/logo.bin"
commit "$project" edited

say second >> "$template/both.txt"
git -C "$template" rm --quiet gone.txt
git -C "$template" mv renamed.txt name.txt
printf '\0second' > "$template/logo.bin"
commit "$template" second && git -C "$template" tag 2.0.0

"$work/venv/bin/copier" --version
status=0
"$work/venv/bin/copier" update --defaults "$project" > "$work/said" 2>&1 || status=$?
say "exit status: $status"
say "said of the files: $(grep -E 'gone|renamed|logo' "$work/said" || say nothing but what it renders)"
git -C "$project" status --short
say "name.txt holds: $(cat "$project/name.txt")"
say "logo.bin holds: $(tr -d '\0' < "$project/logo.bin")"
say "left over: $(find "$project" -name '*.rej' -o -name '*.orig' | wc -l) files"

unexpected() { say "no longer so: $*"; exit 1; }
test "$status" = 0 || unexpected the exit status
grep -q '^<<<<<<<' "$project/both.txt" || unexpected the conflict in both.txt
test ! -e "$project/gone.txt" || unexpected gone.txt is there
test ! -e "$project/renamed.txt" || unexpected renamed.txt is there
test "$(cat "$project/name.txt")" = first || unexpected name.txt has our line
test "$(tr -d '\0' < "$project/logo.bin")" = second || unexpected logo.bin is ours
test "$(git -C "$project" ls-files --unmerged | cut -f 2 | sort -u)" = both.txt || unexpected a conflict
