// Asks the config reader of an installed OpenClaw about configs, all in this process.
//
//     node driver.mjs PACKAGE < configs > verdicts
//
// A line in is a config's text as a JSON string, or { audit: text }. The line out for it is
// { valid, issues: [{ path, message }], warnings: [{ path, message }] }, what `openclaw config
// validate --json` would say on a machine that has every file the config speaks of; asked to audit,
// it is { audit: [{ checkId, severity }] } of what `openclaw security audit` finds in the config alone
// when no variable is set but its own, or { audit: null } for a config that is rejected. The environment
// must name an empty state directory and the file that OpenClaw shall read (OPENCLAW_CONFIG_PATH).

import { readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const dist = resolve(process.argv[2], "dist");
const config = process.env.OPENCLAW_CONFIG_PATH;
const ofAudits = resolve(config, "..", "state-of-audits");
// What OpenClaw has to say to people would end up between the verdicts.
console.log = console.info = console.warn = console.error = console.debug = () => {};
process.stdout.write = process.stderr.write = () => true;
const environment = { ...process.env };

// Old releases import packages that are no longer to be had; the reader needs none of them. What
// cannot be found gets a stand-in that has every name asked of it.
registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      const missing = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED"];
      const parent = context.parentURL ?? "";
      const isStatic = parent.startsWith("file:") && context.conditions.includes("import");
      if (!missing.includes(error?.code) || !isStatic) throw error;
      const importer = readFileSync(new URL(parent), "utf8");
      return { url: standIn(importedNames(importer, specifier)), format: "module", shortCircuit: true };
    }
  },
});

/** The names that a module imports or passes on from another. */
function importedNames(text, specifier) {
  const statements = text.matchAll(/\b(?:import|export)\b([^;'"]*?)\bfrom\s*(["'])(.*?)\2/g);
  const lists = [...statements].filter(([, , , from]) => from === specifier);
  const names = lists.flatMap(([, list]) => list.match(/\{([^}]*)\}/)?.[1].split(",") ?? []);
  const own = names.map((name) => name.trim().split(/\s+as\s+/)[0]).filter((name) => /^[\w$]+$/.test(name));
  return [...new Set(own)].filter((name) => name !== "default");
}

/** A module of those names, whose values can be called, constructed, extended and asked for more. */
function standIn(names) {
  const text = `
    const self = new Proxy(class {}, {
      get: (target, name) => (name === "then" || typeof name === "symbol" ? undefined : target[name] ?? self),
      apply: () => self,
      construct: () => self,
    });
    export default self;
    ${names.map((name) => `export { self as ${name} };`).join("\n")}`;
  return `data:text/javascript,${encodeURIComponent(text)}`;
}

/** The functions of these names, each from the module that declares and exports it. */
async function functions(names) {
  const found = {};
  for (const file of modules(dist)) {
    const text = readFileSync(file, "utf8");
    for (const name of names.filter((name) => !(name in found))) {
      const exported = exportedAs(text, name);
      if (exported) found[name] = (await import(pathToFileURL(file)))[exported];
    }
  }
  return found;
}

/** The modules of a folder: the bundled chunks in it, or of the oldest releases the tree below. */
function modules(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.m?js$/.test(entry.name));
  return files.map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** The name under which a module exports a function that it declares, if it does. */
function exportedAs(text, name) {
  const declared = text.match(new RegExp(`^(export )?(?:async )?function ${name}\\(`, "m"));
  if (!declared || declared[1]) return declared && name;
  for (const [, list] of text.matchAll(/^export \{([^}]*)\}/gm)) {
    const entries = list.split(",").map((entry) => entry.trim().split(" as "));
    const entry = entries.find(([own]) => own === name);
    if (entry) return entry[1] ?? name;
  }
  return null;
}

const {
  readConfigFileSnapshotWithPluginMetadata: readWithPlugins,
  readConfigFileSnapshot: readPlain,
  validateConfigObjectRawWithPlugins: validateAgain,
  runSecurityAuditCore: runAudit,
  resolveCommandSecretRefsViaGateway: resolveSecrets,
  getSecurityAuditCommandSecretTargetIds: secretTargets,
} = await functions([
  "readConfigFileSnapshotWithPluginMetadata",
  "readConfigFileSnapshot",
  "validateConfigObjectRawWithPlugins",
  "runSecurityAuditCore",
  "resolveCommandSecretRefsViaGateway",
  "getSecurityAuditCommandSecretTargetIds",
]);
if (!readWithPlugins && !readPlain) throw new Error("this release has no reader that is known here");

/** What `openclaw config validate` reads, and what only it checks of the config itself. */
async function validate() {
  if (!readWithPlugins) return readPlain();
  const read = await readWithPlugins({ observe: false, prepareValidation: "strict" });
  const { snapshot = read, pluginMetadataSnapshot } = read;
  if (!snapshot.valid) return snapshot;
  const issues = read.strictIssues ?? strictIssues(snapshot.sourceConfig, pluginMetadataSnapshot);
  return issues.length === 0 ? snapshot : { ...snapshot, valid: false, issues };
}

/** From 2026.8.1 to 2026.9.5 the command validates once more; older releases say the same again. */
function strictIssues(config, pluginMetadataSnapshot) {
  if (!config || !validateAgain) return [];
  const again = validateAgain(config, { semanticValidation: "strict", pluginMetadataSnapshot });
  return again.ok ? [] : again.issues;
}

const places = (list) => (list ?? []).map(({ path, message }) => ({ path, message }));

/** The config with the secrets that its references lead to. */
async function withSecrets(config) {
  if (!resolveSecrets || !secretTargets) return config;
  const asked = { config, commandName: "security audit", targetIds: secretTargets(), mode: "read_only_status" };
  return (await resolveSecrets(asked)).resolvedConfig;
}

/** What the audit finds in the config that lies there; null where there is no audit of it. */
async function audit() {
  if (!readWithPlugins || !runAudit) return null;
  const read = await readWithPlugins({ observe: false, prepareValidation: "strict" });
  const { snapshot = read } = read;
  if (!snapshot.valid) return null;
  // The audit leaves a database in the state directory. Beside one, each reading of a config would start
  // another Node to look into it, which takes longer than all else.
  process.env.OPENCLAW_STATE_DIR = process.env.CLAWDBOT_STATE_DIR = ofAudits;
  // The command sets what the config sets, and puts secrets in the places of references to them.
  const variables = snapshot.config.env?.vars;
  Object.assign(process.env, variables);
  const { findings } = await runAudit({
    config: await withSecrets(snapshot.config),
    sourceConfig: snapshot.sourceConfig ?? snapshot.parsed,
    env: { ...variables },
    stateDir: ofAudits,
    configPath: config,
    includeFilesystem: false,
    includeChannelSecurity: true,
    deep: false,
  });
  // What depends on where the files lie is no matter of the config.
  const own = findings.filter(({ checkId }) => !checkId.startsWith("fs."));
  return own.map(({ checkId, severity }) => ({ checkId, severity }));
}

async function verdict(question) {
  writeFileSync(config, question.audit ?? question, { mode: 0o600 });
  try {
    if (question.audit !== undefined) return { audit: await audit() };
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
