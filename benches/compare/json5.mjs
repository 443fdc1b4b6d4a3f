// Parses configs with the npm package json5, which OpenClaw reads with.
//
//     node json5.mjs MODULES FILE…

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, ...files] = process.argv.slice(2);
const JSON5 = createRequire(join(modules, "package.json"))("json5");
for (const file of files) JSON5.parse(readFileSync(file, "utf8"));
