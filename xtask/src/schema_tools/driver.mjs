// Validates configs with ajv, as strict as it can be, and with the language service of VS Code.
//
//     node driver.mjs FOLDER STRICT_TUPLES > verdicts
//
// The folder holds schema.json and, under configs/, JSON files. Printed is one JSON object: for each
// tool, in the order of the files' names, whether the config is valid.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import Ajv from "ajv";
import json from "vscode-json-languageservice";

const { ErrorCode, TextDocument, getLanguageService } = json;
const folder = process.argv[2];
const schema = JSON.parse(readFileSync(join(folder, "schema.json"), "utf8"));
const configs = readdirSync(join(folder, "configs")).sort();
const texts = configs.map((name) => readFileSync(join(folder, "configs", name), "utf8"));

// Whatever ajv only logs is an error here.
const complain = (message) => {
  throw new Error(`ajv: ${message}`);
};
const ajv = new Ajv({
  strict: true,
  strictRequired: true,
  strictTuples: process.argv[3] === "true",
  strictTypes: true,
  logger: { log: complain, warn: complain, error: complain },
});
const validate = ajv.compile(schema);

// A config may name a schema of its own; VS Code is to take ours for it.
const service = getLanguageService({ schemaRequestService: async () => JSON.stringify(schema) });
const uri = schema.$id;
service.configure({ validate: true, schemas: [{ uri, fileMatch: ["*"], schema }] });

/** Whether VS Code finds nothing wrong; that a key is deprecated is a hint. */
async function plain(text, at) {
  const document = TextDocument.create(`file:///${at}.json`, "json", 1, text);
  const found = await service.doValidation(document, service.parseJSONDocument(document));
  for (const problem of found) {
    if (problem.code >= ErrorCode.SchemaResolveError) throw new Error(`VS Code: ${problem.message}`);
  }
  return found.every((problem) => problem.code === ErrorCode.Deprecated);
}

const verdicts = { ajv: texts.map((text) => validate(JSON.parse(text))), "VS Code": [] };
for (const [at, text] of texts.entries()) verdicts["VS Code"].push(await plain(text, at));
process.stdout.write(JSON.stringify(verdicts));
