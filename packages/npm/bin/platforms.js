"use strict";

// The platforms that there is a program for, as Node names them.
const PLATFORMS = [
  "linux-x64",
  "linux-arm64",
  "darwin-x64",
  "darwin-arm64",
  "win32-x64",
  "win32-arm64",
];

// The package that holds the program of a platform.
const packageOf = (platform) => `@clawtidy/${platform}`;

module.exports = { PLATFORMS, packageOf };
