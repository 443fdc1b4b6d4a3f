#!/usr/bin/env node
// Starts the program that npm installed for this platform.
"use strict";

const { spawnSync } = require("node:child_process");
const { constants } = require("node:os");
const { PLATFORMS, packageOf } = require("./platforms.js");

// Exit code of work that could not be done, as clawtidy's own.
const FAILED = 2;

function program() {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) {
    throw new Error(`there is no clawtidy for ${platform}; \`cargo install clawtidy\` builds one`);
  }
  const name = `bin/clawtidy${process.platform === "win32" ? ".exe" : ""}`;
  try {
    return require.resolve(`${packageOf(platform)}/${name}`);
  } catch {
    throw new Error(
      `${packageOf(platform)} is not installed; npm leaves it out under --omit=optional`,
    );
  }
}

function run() {
  const { error, signal, status } = spawnSync(program(), process.argv.slice(2), { stdio: "inherit" });
  if (error) throw error;
  // What a shell says of a process that a signal ended.
  return signal ? 128 + constants.signals[signal] : status;
}

try {
  process.exitCode = run();
} catch (error) {
  console.error(`clawtidy: ${error.message}`);
  process.exitCode = FAILED;
}
