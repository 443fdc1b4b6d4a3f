// Has the config writer of an installed OpenClaw write each config over another one.
//
//     node driver.mjs PACKAGE DIRECTORY
//
// DIRECTORY holds cases.json, [{ active, merged }], texts both. What it says goes to told.json: for each
// case { left: [name], error }: the artefacts of a refused write, and what went wrong otherwise.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [root, home] = [resolve(process.argv[2]), resolve(process.argv[3])];
console.log = console.info = console.warn = console.error = console.debug = () => {};
process.env.HOME = process.env.OPENCLAW_HOME = home;
process.env.OPENCLAW_STATE_DIR = join(home, "state");
process.env.OPENCLAW_NO_UPDATE_CHECK = "1";
mkdirSync(process.env.OPENCLAW_STATE_DIR, { recursive: true });
const { createConfigIO } = await import(pathToFileURL(join(root, "dist/config/config.js")));
const JSON5 = createRequire(join(root, "package.json"))("json5");

const told = [];
for (const [index, { active, merged }] of JSON.parse(readFileSync(join(home, "cases.json"), "utf8")).entries()) {
  const directory = join(home, `host-${index}`);
  const config = join(directory, "openclaw.json");
  const state = join(directory, "state");
  mkdirSync(state, { recursive: true });
  writeFileSync(config, active);
  const quiet = () => {};
  const io = createConfigIO({
    configPath: config,
    env: { ...process.env, OPENCLAW_STATE_DIR: state, OPENCLAW_CONFIG_PATH: config },
    homedir: () => directory,
    logger: { info: quiet, warn: quiet, error: quiet, debug: quiet },
  });
  let error = null;
  try {
    await io.writeConfigFile(JSON5.parse(merged));
  } catch (thrown) {
    error = `${thrown.code ?? thrown.name}: ${thrown.message} ${thrown.reasons ?? ""}`;
  }
  const left = readdirSync(directory).filter((name) => /\.(rejected|clobbered)\./.test(name));
  told.push({ left, error });
}
writeFileSync(join(home, "told.json"), JSON.stringify(told));
process.exit(0);
