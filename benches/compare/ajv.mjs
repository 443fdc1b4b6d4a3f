// Validates configs with ajv; ends with 3 if it rejects one.
//
//     node ajv.mjs MODULES SCHEMA FILE…

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, schema, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const Ajv = require("ajv");
const JSON5 = require("json5");

const validate = new Ajv({ allErrors: true, strict: false, logger: false }).compile(
  JSON.parse(readFileSync(schema, "utf8")),
);

/** As OpenClaw reads: JSON first, then JSON5. */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return JSON5.parse(text);
  }
}

let rejected = 0;
for (const file of files) rejected += validate(read(readFileSync(file, "utf8"))) ? 0 : 1;
process.exitCode = rejected > 0 ? 3 : 0;
