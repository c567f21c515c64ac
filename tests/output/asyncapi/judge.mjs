// Prints what the parser says of each document that is named, as JSON.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const found = {};
for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"));
  found[file] = {
    messages: document ? document.allMessages().all().map((each) => each.id()) : null,
    faults: diagnostics
      .filter((each) => each.severity < 2)
      .map((each) => `${each.code} at ${each.path.join(".")}: ${each.message}`),
  };
}
console.log(JSON.stringify(found));
