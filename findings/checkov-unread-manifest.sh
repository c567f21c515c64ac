#!/usr/bin/env bash
# Guess:   a manifest that checkov can't read is one of `parsing_errors`, which its report counts, and its exit code
#          tells CI that policies were not looked at.
# Happens: the whole file is left out: 0 parsing errors, exit code 0, no line on the way, also where the file is
#          named by --file. One bad line in the last document lets the first one pass, a privileged pod in it.
# Matters: a gate of policies is green for what it never saw. Ask the report which files it judged, not whether it
#          found anything.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/tool"
"$work/tool/bin/pip" install -qq checkov==3.3.30
cd "$work"
mkdir read unread
cat > read/pod.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: box, namespace: lab}
spec:
  containers: [{name: box, image: "box:latest", securityContext: {privileged: true}}]
YAML
{
    cat read/pod.yaml
    printf -- '---\nkind: ConfigMap\n  apiVersion: v1\n'
} > unread/pod.yaml

judged() {
    code=0
    tool/bin/checkov --framework kubernetes --skip-download --output json "$@" > said.json 2> errors.txt || code=$?
    python3 - "$code" <<'PYTHON'
import json
import sys

with open("said.json", encoding="utf-8") as file:
    said = json.load(file)
said = said.get("summary", said)
print(sys.argv[1], said["failed"] > 0, said["parsing_errors"], said["resource_count"])
PYTHON
    cat errors.txt
}

read=$(judged --directory read)
unread=$(judged --directory unread)
named=$(judged --file unread/pod.yaml)
echo "exit code, findings, parsing errors, resources: $read; with a bad line behind it: $unread; by --file: $named"
[ "$read" = "1 True 0 1" ] && [ "$unread" = "0 False 0 0" ] && [ "$named" = "0 False 0 0" ]
