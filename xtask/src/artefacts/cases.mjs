// What is done to a config so that OpenClaw refuses to write it or puts an older state back.
// `lostBaseline` says that OpenClaw compared with a state that no file holds any more, so that the
// figure before the arrow cannot be told from the files.

const gateway = { mode: "local", port: 18789, auth: { mode: "token", token: "${GATEWAY_TOKEN}" } };
const agents = (count) => {
  const entries = Array.from({ length: count }, (_, at) => [`agent-${at}`, { name: `Agent number ${at}`, workspace: `~/agents/${at}` }]);
  const bindings = entries.slice(1).map(([agentId]) => ({ agentId, match: { channel: "telegram", accountId: agentId } }));
  return { agents: { ownership: "explicit", entries: Object.fromEntries(entries) }, bindings };
};
/** A config that OpenClaw wrote and that is long enough to be guarded. */
const long = (more = {}) => ({ meta: { lastTouchedVersion: "2026.9.6" }, gateway, ...agents(4), ...more });
const short = { gateway };
/** Very many short lines. */
const tall = { meta: { lastTouchedVersion: "2026.9.6" }, gateway, channels: { telegram: { allowFrom: Array.from({ length: 150 }, (_, at) => at) } } };
const text = (config) => `${JSON.stringify(config, null, 2)}\n`;
const compact = (config) => JSON.stringify(config);
const json5 = (config) =>
  `// the family's gateway\n${JSON.stringify(config, null, 4).replace(/"(\w+)":/g, "$1:").replace(/"/g, "'")}\n// end\n`;

/** A write over a config that someone wrote by hand. */
const write = (before, after, options) => ({
  play: async (host) => {
    await host.edit(before);
    await host.write(after, options);
  },
});
/** An edit by hand of a config that OpenClaw started with, then a read of it. */
const edited = (good, edit, more = {}) => ({
  ...more,
  play: async (host) => {
    await host.edit(good);
    await host.write({ ...good, logging: { level: "debug" } }, {});
    await host.write(good, {});
    await host.start();
    await host.edit(edit);
    await host.load();
  },
});
/** An edit by hand that no longer is valid, then doctor. */
const broken = (edit, good = long()) => ({
  play: async (host) => {
    await host.edit(good);
    await host.start();
    await host.edit(edit);
    await host.doctor();
  },
});

export const cases = {
  // Writes that are refused.
  "write-size-drop": write(long(), { meta: {}, gateway }),
  "write-size-drop-of-json5": write(json5(long()), { gateway }),
  "write-size-drop-of-one-line": write(compact(long()), { gateway }),
  "write-size-drop-of-odd-values": write(
    `{ gateway: { mode: 'local', port: 0x4965 }, env: { vars: { A: '\\u00e9\\t"quoted"', B: 'line\\\n on', B: "${"x".repeat(700)}" } }, // note\n }`,
    { gateway },
  ),
  "write-size-drop-with-meta-kept": write(long({ meta: { lastTouchedVersion: "2026.8.1" } }), { gateway }),
  "write-size-drop-without-meta": write({ gateway, ...agents(4) }, { gateway }),
  "write-gateway-mode-removed": write({ gateway: { mode: "local" } }, { logging: { level: "debug" } }),
  "write-gateway-mode-removed-others-kept": write({ gateway }, { gateway: { port: 18789 } }),
  "write-gateway-removed-from-long": write(long(), { ...long(), gateway: undefined }),
  "write-both": write(long(), { logging: { level: "debug" } }),
  "write-over-broken": write(`{ gateway: { mode: 'local' }, note: '${"x".repeat(900)}`, { gateway }),
  "write-over-invalid": write({ ...long(), nope: true }, { gateway }),
  "write-over-blocked": {
    play: async (host) => {
      host.block();
      await host.write({ gateway });
    },
  },
  "write-refused-twice": {
    play: async (host) => {
      await host.edit(long());
      await host.write({ gateway });
      await host.write({ logging: { level: "debug" } });
    },
  },
  "write-refused-between-writes": {
    play: async (host) => {
      await host.edit({ gateway });
      await host.write(long(), {});
      await host.write({ gateway });
      await host.write(long(agents(6)), {});
      await host.write({ gateway });
      await host.write(long(agents(5)), {});
    },
  },
  "write-refused-in-a-full-ring": {
    play: async (host) => {
      await host.edit(long(agents(3)));
      for (const count of [4, 5, 6, 7, 8, 9]) await host.write(long(agents(count)), {});
      await host.write({ gateway });
      await host.write(long(agents(10)), {});
    },
  },
  "write-refused-then-copied": {
    play: async (host) => {
      await host.edit(long());
      await host.write({ gateway });
      host.copy();
    },
  },
  "write-refused-active-lost": {
    play: async (host) => {
      await host.edit(long());
      await host.write(long({ logging: { level: "debug" } }), {});
      await host.write(long(), {});
      await host.write({ gateway });
    },
  },
  "write-shrinks-when-allowed": write(long(), { gateway }, { allowConfigSizeDrop: true }),
  "write-small-may-shrink": write({ gateway, env: { vars: { A: "x".repeat(200) } } }, { gateway }),
  "write-size-drop-of-includes": {
    play: async (host) => {
      await host.put("gateway.json5", text(gateway));
      await host.edit(`{ gateway: { $include: './gateway.json5' }, env: { vars: { A: '${"x".repeat(900)}' } } }`);
      await host.write({ gateway });
    },
  },
  // Edits by hand that make OpenClaw put `.bak` back.
  "read-size-drop": edited(long(), { meta: { lastTouchedVersion: "2026.9.6" }, gateway }),
  "read-size-drop-by-layout": edited(tall, compact(tall)),
  "read-missing-meta": edited(long(), { gateway, ...agents(4) }),
  "read-missing-meta-in-json5": edited(long(), json5({ gateway, ...agents(4) })),
  "read-gateway-mode-missing": edited(long(), { ...long(), gateway: { port: 18789 } }),
  "read-gateway-missing": edited(long(), { ...long(), gateway: undefined }),
  "read-blank-mode-is-invalid": edited(long(), { ...long(), gateway: { mode: "  " } }),
  "read-update-channel-only": edited(long(), { update: { channel: "beta" } }),
  "read-update-channel-only-of-short": edited({ meta: { lastTouchedVersion: "2026.9.6" }, gateway }, { update: { channel: "stable" } }),
  "read-everything": edited(long(), { logging: { level: "debug" } }),
  "read-meta-and-mode": edited(long(), { ...agents(4), env: { vars: { A: "x".repeat(200) } } }),
  "read-empty-object": edited(long(), "{}"),
  "read-with-include-is-left": {
    play: async (host) => {
      await host.put("other.json5", text({ logging: { level: "debug" } }));
      await edited(long(), { $include: "./other.json5" }).play(host);
    },
  },
  "read-twice-in-one-go": {
    play: async (host) => {
      await edited(long(), { meta: {}, gateway }).play(host);
      await host.edit({ ...agents(4), gateway });
      await host.load();
      await host.edit({ update: { channel: "beta" } });
      await host.load();
    },
  },
  "read-by-start": {
    lostBaseline: true,
    play: async (host) => {
      await host.edit(long());
      await host.write(long({ logging: { level: "debug" } }), {});
      await host.start();
      await host.edit(short);
      await host.start();
    },
  },
  "read-against-a-lost-state": {
    lostBaseline: true,
    play: async (host) => {
      await host.edit(long());
      await host.write(long(agents(9)), {});
      await host.load();
      await host.edit({ meta: {}, gateway });
      await host.load();
    },
  },
  "read-without-last-good": {
    play: async (host) => {
      await host.edit(long());
      await host.write(long({ logging: { level: "debug" } }), {});
      await host.edit({ meta: {}, gateway });
      await host.load();
    },
  },
  "read-without-backup-is-left": {
    play: async (host) => {
      await host.edit(long());
      await host.start();
      await host.edit({ gateway });
      await host.load();
    },
  },
  // Recoveries by doctor.
  "doctor-text-before-root": broken(`Here is your config:\n${text(long())}`),
  "doctor-log-lines-before-root": broken(`[info] started\n[plugins] 3 loaded\n\n${text(long())}`),
  "doctor-text-before-json5": broken(`$ openclaw config get\n${json5(long())}`),
  "doctor-text-on-the-line-of-the-brace": broken(`config = ${text(long())}`),
  "doctor-text-before-invalid": broken(`Config:\n${text({ ...long(), nope: true })}`),
  "doctor-text-after": broken(`${text(long())}\nThat is all.\n`),
  "doctor-unclosed": broken(text(long()).slice(0, -4)),
  "doctor-empty": broken("\n"),
  "doctor-unknown-key": broken({ ...long(), nope: true }),
  "doctor-wrong-type": broken({ ...long(), gateway: { ...gateway, port: "many" } }),
  "doctor-wrong-value": broken({ ...long(), gateway: { ...gateway, bind: "0.0.0.0" } }),
  "doctor-no-object": broken("[]\n"),
  "doctor-yaml": broken("gateway:\n  mode: local\n"),
  "doctor-plugin-only-is-left": broken({ ...long(), plugins: { entries: { "no-such": { enabled: 5 } } } }),
  "doctor-redacted-good-is-left": broken({ ...long(), nope: true }, long({ env: { vars: { KEY: "***" } } })),
  "doctor-redacted-edit": broken({ ...long({ env: { vars: { KEY: "[redacted]" } } }), nope: true }),
  "doctor-newer-release": broken({ ...long({ meta: { lastTouchedVersion: "2027.3.1" } }), nope: true }),
  "doctor-twice": {
    play: async (host) => {
      await broken({ ...long(), nope: true }).play(host);
      await host.edit(`Config:\n${text(long())}`);
      await host.doctor();
    },
  },
  // Nothing went wrong, and files are there nevertheless.
  "ring": {
    play: async (host) => {
      await host.edit(long(agents(3)));
      for (const count of [4, 5, 6, 7, 8, 9]) await host.write(long(agents(count)), {});
      await host.start();
    },
  },
};
