#!/usr/bin/env bash
# Guess:   `a -.-> d` is a dotted arrow, and `a --> d` is one that isn't.
# Happens: where Mermaid 12's layout (elk, the default) leads two dotted arrows past each other, it routes one of them
#          anew, and draws that one as a line without gaps: its `stroke-dasharray` becomes `0 0 <its length> 2`.
# Matters: what dots mean (a call that is optional, a relation to another area) is said of some arrows and not of
#          others, in the same picture. Nothing may hang on it: a label or a box of another shape says it.
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
(async () => {
  const text = "flowchart TB\n  subgraph s\n    a --> b\n    c --> b\n  end\n  a -.-> d\n  c -.-> d\n  b -.-> e\n";
  const at = document.createElement("div");
  at.innerHTML = (await mermaid.render("m1", text)).svg;
  const dotted = [...at.querySelectorAll("path.edge-pattern-dotted")];
  const gaps = dotted.map((each) => each.style.strokeDasharray.split(/[, ]+/).length > 4);
  const lines = dotted.map((each, at) => `${each.dataset.id}: ${gaps[at] ? "dotted" : "a line"}`);
  const same = gaps.includes(true) && gaps.includes(false);
  document.getElementById("at").textContent = `\n${lines.join("\n")}\n${same ? "as surprising as it was" : "otherwise"}\n`;
})();
</script>
HTML
[ "$(id -u)" != 0 ] || root=--no-sandbox
chromium --headless ${root:-} --disable-gpu --virtual-time-budget=20000 --dump-dom "file://$folder/page.html" 2>/dev/null >dom
sed -n 's/.*<pre id="at">//; /^<script/q; s/<\/pre>.*//p; /: /p' dom | sort -u
grep -q 'as surprising as it was' dom
