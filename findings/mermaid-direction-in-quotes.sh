#!/usr/bin/env bash
# Guess:   a label in quotes is text: `n1["direction LR"]` is a box that says so. A text that can't be parsed is an error.
# Happens: Mermaid 12 takes any line of a flowchart that has `direction LR` anywhere, and any of an ER or a state
#          diagram, for the diagram's direction, and drops the rest of it: the box is gone, the relation is gone with
#          both the entity that only it names, and nothing is reported. Inside of a subgraph it is a syntax error.
# Matters: whoever generates diagrams from names and texts loses what a text calls so, silently. `#100;irection LR`
#          is read as text, since numbers become letters only once all is parsed.
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
  const found = [...at.querySelectorAll(".nodeLabel, .edgeLabel")].map((each) => each.textContent.trim());
  return [...new Set(found)].filter(Boolean).join(", ") || "nothing";
};
(async () => {
  const er = (label) => `erDiagram\n  a ||--o{ b : "${label}"\n  b ||--o{ c : "then"\n`;
  const said = {
    "a flowchart of one box": await words("m1", 'flowchart TB\n  a["direction LR"]\n'),
    "entities, one relation called so": await words("m2", er("the direction LR")),
    "the same with a number": await words("m3", er("the #100;irection LR")),
  };
  const [box, lost, kept] = Object.values(said);
  const same = box === "nothing" && lost === "then, b, c" && kept.includes("the direction LR");
  const lines = Object.entries(said).map(([name, seen]) => `${name}: ${seen}`);
  document.getElementById("at").textContent = `\n${lines.join("\n")}\n${same ? "as surprising as it was" : "otherwise"}\n`;
})();
</script>
HTML
[ "$(id -u)" != 0 ] || root=--no-sandbox
chromium --headless ${root:-} --disable-gpu --virtual-time-budget=20000 --dump-dom "file://$folder/page.html" 2>/dev/null >dom
sed -n 's/.*<pre id="at">//; /^<script/q; s/<\/pre>.*//p; /: /p' dom | sort -u
grep -q 'as surprising as it was' dom
