// Writes the manifests of the npm packages: the platform's, and of the one that all install.
//
//     node manifests.js VERSION DESCRIPTION PLATFORM FOLDER
"use strict";

const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { PLATFORMS, packageOf } = require("./bin/platforms.js");

const [version, description, platform, folder] = process.argv.slice(2);
if (!PLATFORMS.includes(platform)) {
  throw new Error(`there is no package for ${platform}`);
}
const [os, cpu] = platform.split("-");
const common = {
  version,
  license: "MIT OR Apache-2.0",
  repository: { type: "git", url: "git+https://github.com/clawtidy/clawtidy.git" },
};
const put = (name, manifest) =>
  writeFileSync(join(folder, name, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);

put("platform", {
  name: packageOf(platform),
  description: `The clawtidy program for ${platform}`,
  ...common,
  os: [os],
  cpu: [cpu],
  files: ["bin", "LICENSE-*"],
  preferUnplugged: true,
});
put("clawtidy", {
  name: "clawtidy",
  description,
  ...common,
  keywords: ["openclaw", "linter", "json5", "config", "migration"],
  bin: { clawtidy: "bin/clawtidy.js" },
  files: ["bin", "LICENSE-*"],
  engines: { node: ">=18" },
  optionalDependencies: Object.fromEntries(PLATFORMS.map((it) => [packageOf(it), version])),
});
