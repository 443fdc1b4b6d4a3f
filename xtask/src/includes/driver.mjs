// Asks the config reader of an installed OpenClaw about configs that include files.
//
//     node driver.mjs PACKAGE DIRECTORY
//
// DIRECTORY holds cases.json, [{ name, config, roots }]: a config where it lies, and what
// OPENCLAW_INCLUDE_ROOTS holds. What it says goes to told.json: for each case { name, valid } and
// either { merged }, the config with all includes in their places, or { error }, why they cannot be.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [root, home] = [resolve(process.argv[2]), resolve(process.argv[3])];
console.log = console.info = console.warn = console.error = console.debug = () => {};
process.env.HOME = process.env.OPENCLAW_HOME = home;
process.env.OPENCLAW_STATE_DIR = join(home, "state");
process.env.OPENCLAW_NO_UPDATE_CHECK = "1";
mkdirSync(process.env.OPENCLAW_STATE_DIR, { recursive: true });
const { createConfigIO } = await import(pathToFileURL(join(root, "dist/config/config.js")));
const JSON5 = createRequire(join(root, "package.json"))("json5");

/** The function of that name, from the module that declares and exports it. */
async function exported(name) {
  for (const file of readdirSync(join(root, "dist")).filter((file) => /\.m?js$/.test(file))) {
    const text = readFileSync(join(root, "dist", file), "utf8");
    if (!text.includes(`function ${name}(`)) continue;
    const alias = text.match(new RegExp(`export \\{[^}]*\\b${name}\\b(?: as ([\\w$]+))?[^}]*\\}`));
    if (alias) return (await import(pathToFileURL(join(root, "dist", file))))[alias[1] ?? name];
  }
  throw new Error(`no module exports ${name}`);
}

const includes = await exported("resolveConfigIncludes");

/** What each of OpenClaw's sentences is about. */
const KINDS = [
  [/null bytes|maximum length/, "path"],
  [/escapes config directory/, "outside"],
  [/resolves outside config directory/, "link"],
  [/failed security checks/, "refused"],
  [/Failed to (read|resolve)/, "unreadable"],
  [/Failed to parse/, "syntax"],
  [/Circular include/, "circular"],
  [/Maximum include depth/, "deep"],
  [/Invalid \$include/, "form"],
  [/Sibling keys/, "siblings"],
];

const kind = (message) => KINDS.find(([pattern]) => pattern.test(message))?.[1] ?? message;

const told = [];
for (const { name, config, roots } of JSON.parse(readFileSync(join(home, "cases.json"), "utf8"))) {
  const state = join(dirname(config), "..", "state");
  const quiet = () => {};
  const env = { ...process.env, OPENCLAW_STATE_DIR: state, OPENCLAW_CONFIG_PATH: config };
  if (roots) env.OPENCLAW_INCLUDE_ROOTS = roots;
  const io = createConfigIO({
    configPath: config,
    env,
    homedir: () => home,
    logger: { info: quiet, warn: quiet, error: quiet, debug: quiet },
  });
  const { valid, issues } = await io.readConfigFileSnapshot();
  const answer = { name, valid };
  try {
    const allowedRoots = roots ? roots.split(":") : [];
    const parsed = JSON5.parse(readFileSync(config, "utf8"));
    answer.merged = includes(parsed, config, undefined, { allowedRoots });
  } catch (error) {
    answer.error = kind(error.message);
    // The reader must say the same.
    const own = kind(issues?.[0]?.message ?? "");
    if (own !== answer.error) answer.error = `${answer.error}, but the reader: ${own}`;
  }
  told.push(answer);
}
writeFileSync(join(home, "told.json"), JSON.stringify(told));
process.exit(0);
