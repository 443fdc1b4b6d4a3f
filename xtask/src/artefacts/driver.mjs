// Has the config writer and reader of an installed OpenClaw refuse writes and put older states back,
// each case in a directory of its own, and says what they left and why.
//
//     node driver.mjs PACKAGE DIRECTORY RECORD
//
// The first line of the record is { texts }. Each other is { case, files: [{ name, modified, text }], told:
// { name: [reason] } }: what lies in the directory at the end (`text` is an index into the texts, and
// null for what OpenClaw cannot read), and the reasons that OpenClaw logged for each artefact, in its
// words where it has some.

import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { cases } from "./cases.mjs";

const [dist, home] = [resolve(process.argv[2], "dist"), resolve(process.argv[3])];
console.log = console.info = console.warn = console.error = console.debug = () => {};
process.env.HOME = process.env.OPENCLAW_HOME = home;
process.env.OPENCLAW_STATE_DIR = join(home, "state");
process.env.OPENCLAW_NO_UPDATE_CHECK = "1";
mkdirSync(process.env.OPENCLAW_STATE_DIR, { recursive: true });
const { createConfigIO } = await import(pathToFileURL(join(dist, "config/config.js")));

/** The reasons in what OpenClaw logged, if it logged that it replaced the config. */
function reasons(logged) {
  for (const line of logged) {
    if (line.startsWith("Config auto-stripped")) return ["text-before-root"];
    const replaced = /^Config auto-restored from (?:backup|last-known-good): .*? \((.*?)\)/.exec(line);
    if (replaced) return replaced[1].split(", ");
  }
  return [];
}

/** A directory with a config, and what can be done to it. */
class Host {
  told = {};
  logged = [];

  constructor(name, variables = {}) {
    this.directory = join(home, name);
    this.config = join(this.directory, "openclaw.json");
    const state = join(this.directory, "state");
    mkdirSync(state, { recursive: true });
    const log = (line) => this.logged.push(String(line));
    this.options = {
      configPath: this.config,
      env: { ...process.env, OPENCLAW_STATE_DIR: state, OPENCLAW_CONFIG_PATH: this.config, ...variables },
      homedir: () => this.directory,
      logger: { info: log, warn: log, error: log, debug: log },
    };
  }

  /** Takes down what appeared while `work` was done, and why. */
  async during(work) {
    const before = new Set(readdirSync(this.directory));
    this.logged.length = 0;
    // Times of files tell what came first.
    await setTimeout(12);
    const told = (await work(createConfigIO(this.options))) ?? reasons(this.logged);
    for (const name of readdirSync(this.directory)) {
      if (!before.has(name) && /\.(rejected|clobbered)\./.test(name)) this.told[name] = told;
    }
  }

  /** Someone else writes the config. */
  edit(text) {
    const content = typeof text === "string" ? text : `${JSON.stringify(text, null, 2)}\n`;
    return this.during(() => void writeFileSync(this.config, content));
  }

  /** Someone else writes another file beside it. */
  put(name, text) {
    return this.during(() => void writeFileSync(join(this.directory, name), text));
  }

  /** OpenClaw writes the config; agents may go. */
  write(config, options = {}) {
    const removals = ["main", ...Array.from({ length: 32 }, (_, at) => `agent-${at}`)];
    return this.during(async (io) => {
      try {
        await io.writeConfigFile(config, { allowedAgentRosterRemovals: removals, ...options });
      } catch (error) {
        if (error.code === "CONFIG_WRITE_REJECTED") return error.reasons;
        throw error;
      }
    });
  }

  /** OpenClaw reads the config, as any of its commands does. */
  load() {
    return this.during((io) => {
      try {
        io.loadConfig();
      } catch (error) {
        if (error.code !== "INVALID_CONFIG") throw error;
      }
    });
  }

  /** OpenClaw reads the config as the gateway does when it starts. */
  start() {
    return this.during(async (io) => {
      const snapshot = await io.readConfigFileSnapshot({ recoverSuspicious: true });
      await io.promoteConfigSnapshotToLastKnownGood(snapshot);
    });
  }

  /** What `openclaw doctor --fix` tries for a config that it cannot migrate, in its order. */
  doctor() {
    return this.during(async (io) => {
      const snapshot = await io.readConfigFileSnapshot();
      const reason = "doctor-invalid-config";
      if (await io.recoverConfigFromJsonRootSuffix(snapshot)) return;
      await io.recoverConfigFromLastKnownGood({ snapshot, reason });
    });
  }

  /** A directory takes the place of the config, which therefore cannot be read. */
  block() {
    rmSync(this.config, { force: true });
    mkdirSync(this.config);
  }

  /** Every file is as old as the next, as in a copy. */
  copy() {
    for (const { name } of this.files()) utimesSync(join(this.directory, name), 1.9e9, 1.9e9);
  }

  files() {
    const names = readdirSync(this.directory).filter((name) => name !== "state");
    return names.sort().map((name) => {
      const path = join(this.directory, name);
      const stat = statSync(path);
      const text = stat.isFile() ? readFileSync(path, "utf8") : null;
      return { name, modified: Math.floor(stat.mtimeMs), text };
    });
  }
}

const texts = [];
const indexOf = (text) => {
  if (!texts.includes(text)) texts.push(text);
  return texts.indexOf(text);
};
const records = [];
for (const [name, { variables, play, ...rest }] of Object.entries(cases)) {
  const host = new Host(name, variables);
  await play(host);
  const files = host.files().map(({ text, ...file }) => ({ ...file, text: text === null ? null : indexOf(text) }));
  records.push({ case: name, ...rest, files, told: host.told });
}
const lines = [{ texts }, ...records].map((line) => `${JSON.stringify(line)}\n`);
writeFileSync(process.argv[4], lines.join(""));
process.exit(0);
