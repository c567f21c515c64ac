#!/usr/bin/env bash
# Guess:   a label is Markdown only where backticks say so (`"`**bold**`"`), as the manual of flowcharts has it.
# Happens: in Mermaid 12 every label of an ER and of a state diagram is Markdown: a column `_id_` is shown as `id`, and
#          a state `_new_` as `new`. A flowchart shows the same label as it is.
# Matters: a diagram names columns and states that don't exist, and two columns `_id_` and `id` look alike.
#          `#95;id#95;` shows the underscores.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent mermaid@12.3.0 >/dev/null
tar -xzf mermaid-12.3.0.tgz package/dist/mermaid.min.js
cat >page.html <<'HTML'
<!doctype html><meta charset="utf-8"><pre id="at"></pre>
<script src="package/dist/mermaid.min.js"></script>
<script>
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
const words = async (id, text) => {
  const at = document.createElement("div");
  at.innerHTML = (await mermaid.render(id, text)).svg;
  const found = [...at.querySelectorAll(".nodeLabel")].map((each) => each.textContent.trim());
  return found.filter(Boolean).join(", ");
};
(async () => {
  const said = {
    "flowchart": await words("m1", 'flowchart TB\n  a["_id_"]\n'),
    "ER diagram": await words("m2", "erDiagram\n  a {\n    `uuid` `_id_`\n  }\n"),
    "state diagram": await words("m3", 'stateDiagram-v2\n  state "_new_" as a\n'),
    "state diagram with numbers": await words("m4", 'stateDiagram-v2\n  state "#95;new#95;" as a\n'),
  };
  const same = JSON.stringify(Object.values(said)) === '["_id_","a, uuid, id","new","_new_"]';
  const lines = Object.entries(said).map(([name, seen]) => `${name}: ${seen}`);
  document.getElementById("at").textContent = `\n${lines.join("\n")}\n${same ? "as surprising as it was" : "otherwise"}\n`;
})();
</script>
HTML
[ "$(id -u)" != 0 ] || root=--no-sandbox
chromium --headless ${root:-} --disable-gpu --virtual-time-budget=20000 --dump-dom "file://$folder/page.html" 2>/dev/null >dom
sed -n 's/.*<pre id="at">//; /^<script/q; s/<\/pre>.*//p; /: /p' dom | sort -u
grep -q 'as surprising as it was' dom
