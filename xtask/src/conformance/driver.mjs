// Asks the config reader of an installed OpenClaw about configs, all in this process.
//
//     node driver.mjs PACKAGE < configs > verdicts
//
// A line in is a config's text as a JSON string. The line out for it is
// { valid, issues: [{ path, message }], warnings: [{ path, message }] }, what `openclaw config
// validate --json` would say on a machine that has every file the config speaks of. The environment
// must name an empty state directory and the file that OpenClaw shall read (OPENCLAW_CONFIG_PATH).

import { readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const dist = resolve(process.argv[2], "dist");
const config = process.env.OPENCLAW_CONFIG_PATH;
// What OpenClaw has to say to people would end up between the verdicts.
console.log = console.info = console.warn = console.error = console.debug = () => {};
process.stdout.write = process.stderr.write = () => true;
const environment = { ...process.env };

/** The functions of these names, each from the bundled chunk that declares and exports it. */
async function functions(names) {
  const found = {};
  const chunks = readdirSync(dist).filter((name) => /\.m?js$/.test(name)).sort();
  for (const chunk of chunks) {
    const text = readFileSync(join(dist, chunk), "utf8");
    for (const name of names.filter((name) => !(name in found))) {
      if (!text.includes(`function ${name}(`)) continue;
      for (const [, list] of text.matchAll(/^export \{([^}]*)\}/gm)) {
        const exported = list.split(",").map((entry) => entry.trim().split(" as "));
        const entry = exported.find(([own]) => own === name);
        if (!entry) continue;
        const module = await import(pathToFileURL(join(dist, chunk)));
        found[name] = module[entry[1] ?? name];
      }
    }
  }
  return found;
}

const {
  readConfigFileSnapshotWithPluginMetadata: readWithPlugins,
  readConfigFileSnapshot: readPlain,
} = await functions(["readConfigFileSnapshotWithPluginMetadata", "readConfigFileSnapshot"]);
if (!readWithPlugins && !readPlain) throw new Error("this release has no reader that is known here");

/** What `openclaw config validate` reads, and what only it checks of the config itself. */
async function validate() {
  if (!readWithPlugins) return readPlain();
  const read = await readWithPlugins({ observe: false, prepareValidation: "strict" });
  const { strictIssues = [], snapshot = read } = read;
  if (!snapshot.valid || strictIssues.length === 0) return snapshot;
  return { ...snapshot, valid: false, issues: strictIssues };
}

const places = (list) => (list ?? []).map(({ path, message }) => ({ path, message }));

async function verdict(text) {
  writeFileSync(config, text, { mode: 0o600 });
  try {
    const { valid, issues, warnings } = await validate();
    return { valid, issues: places(issues), warnings: places(warnings) };
  } catch (error) {
    const message = String(error?.message ?? error);
    return { valid: false, issues: [{ path: "", message }], warnings: [] };
  } finally {
    // A config may set variables; the next one must not see them.
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  writeSync(1, `${JSON.stringify(await verdict(JSON.parse(line)))}\n`);
}
process.exit(0);
