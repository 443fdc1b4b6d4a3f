//! Configs of any size, each large in one way.

/// A file by its name, and its text.
type File = (String, String);

/// A way in which configs grow, and what is done with them.
pub(crate) struct Shape {
    /// What grows.
    pub(crate) name: &'static str,
    /// How much of it there is at first.
    pub(crate) size: usize,
    /// The files with so much of it.
    pub(crate) files: fn(usize) -> Vec<File>,
    /// Runs before the one that counts.
    pub(crate) before: &'static [&'static [&'static str]],
    /// What is run.
    pub(crate) arguments: &'static [&'static str],
}

impl Shape {
    /// A shape that is checked.
    const fn checked(name: &'static str, size: usize, files: fn(usize) -> Vec<File>) -> Self {
        Self { name, size, files, before: &[], arguments: &["check", "openclaw.json"] }
    }

    /// The same, done otherwise.
    const fn by(self, arguments: &'static [&'static str]) -> Self {
        Self { arguments, ..self }
    }

    /// The same, after other runs.
    const fn after(self, before: &'static [&'static [&'static str]]) -> Self {
        Self { before, ..self }
    }
}

/// The file that is looked at.
fn only(text: String) -> Vec<File> {
    vec![("openclaw.json".to_owned(), text)]
}

/// Something for each number up to `count`, with commas between.
fn each(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",\n")
}

/// A config of some agents.
fn agents(count: usize, agent: impl Fn(usize) -> String) -> Vec<File> {
    only(format!("{{ agents: {{ entries: {{ {} }} }} }}", each(count, agent)))
}

/// A config of some accounts of a channel.
fn accounts(channel: &str, count: usize, account: impl Fn(usize) -> String) -> Vec<File> {
    let accounts = each(count, account);
    only(format!("{{ channels: {{ {channel}: {{ accounts: {{ {accounts} }} }} }} }}"))
}

fn misspelled(count: usize) -> Vec<File> {
    agents(count, |i| format!("a{i}: {{ modle: 'x/y' }}"))
}

/// The ways.
pub(crate) const SHAPES: &[Shape] = &[
    Shape::checked("agents", 200, |n| {
        agents(n, |i| format!("a{i}: {{ name: 'Agent {i}', model: 'openai/gpt-5.4' }}"))
    }),
    Shape::checked("agents, tools and accounts", 60, |n| {
        let tools = each(n, |i| format!("'mcp_{i}*'"));
        let agents = each(n, |i| format!("a{i}: {{ tools: {{ allow: ['t{i}*'] }} }}"));
        let accounts = each(n, |i| {
            format!("c{i}: {{ botToken: '${{T{i}}}', dmPolicy: 'open', allowFrom: ['*'] }}")
        });
        only(format!(
            "{{ tools: {{ allow: [{tools}], deny: [{tools}] }}, agents: {{ entries: {{ {agents} }} }},
             channels: {{ telegram: {{ accounts: {{ {accounts} }} }} }} }}"
        ))
    }),
    Shape::checked("accounts, each with a person and a binding", 60, |n| {
        let accounts =
            each(n, |i| format!("c{i}: {{ dmPolicy: 'allowlist', allowFrom: ['{i}'] }}"));
        let bindings = each(n, |i| {
            format!("{{ agentId: 'a', match: {{ channel: 'telegram', accountId: 'c{i}' }} }}")
        });
        only(format!(
            "{{ agents: {{ entries: {{ a: {{}} }} }}, bindings: [{bindings}],
             channels: {{ telegram: {{ accounts: {{ {accounts} }} }} }} }}"
        ))
    }),
    Shape::checked("accounts", 200, |n| {
        accounts("discord", n, |i| {
            format!("c{i}: {{ token: '${{C{i}}}', dmPolicy: 'open', groupPolicy: 'open' }}")
        })
    }),
    Shape::checked("channels that nobody knows", 100, |n| {
        only(format!("{{ channels: {{ {} }} }}", each(n, |i| format!("chan{i}x: {{}}"))))
    }),
    Shape::checked("nested objects", 500, |n| {
        let (open, close) = ("{ a: ".repeat(n), "}".repeat(n));
        only(format!("{{ plugins: {{ entries: {{ x: {{ config: {open}1{close} }} }} }} }}"))
    }),
    Shape::checked("nested arrays", 500, |n| {
        only(format!("{{ tools: {{ allow: {}1{} }} }}", "[".repeat(n), "]".repeat(n)))
    }),
    Shape::checked("members of an object", 200, |n| {
        only(format!("{{ env: {{ vars: {{ {} }} }} }}", each(n, |i| format!("NAME_{i}: 'x'"))))
    }),
    Shape::checked("items of a list", 200, |n| {
        only(format!("{{ bindings: [{}] }}", each(n, |i| format!("{{ agentld: 'a{i}' }}"))))
    }),
    Shape::checked("misspelled keys in an object", 200, |n| {
        only(format!("{{ gateway: {{ mode: 'local', {} }} }}", each(n, |i| format!("prot{i}: 1"))))
    }),
    Shape::checked("one name over and over", 200, |n| agents(n, |_| "a: { name: 'x' }".to_owned())),
    Shape::checked("syntax errors", 200, |n| {
        agents(n, |i| format!("a{i}: {{ name: 'x' model: }}"))
    }),
    Shape::checked("plain secrets", 200, |n| {
        accounts("telegram", n, |i| {
            format!("c{i}: {{ botToken: '{}:AAH{:032}' }}", 100_000_000 + i, i * 7_919_999)
        })
    }),
    Shape::checked("plain secrets beside misspelled keys", 100, |n| {
        accounts("telegram", n, |i| {
            let secret = format!("{}:AAH{:032}", 100_000_000 + i, i * 7_919_999);
            format!("c{i}: {{ botToken: '{secret}', dmPolcy: 'pairing' }}")
        })
    }),
    Shape::checked("findings", 200, misspelled),
    Shape::checked("findings as JSON", 100, misspelled).by(&[
        "check",
        "--output-format",
        "json",
        "openclaw.json",
    ]),
    Shape::checked("fixes", 100, misspelled).by(&[
        "check",
        "--fix",
        "--unsafe-fixes",
        "openclaw.json",
    ]),
    Shape::checked("fixes of syntax", 100, |n| agents(n, |i| format!("a{i}: {{ name: 'x' }};")))
        .by(&["check", "--fix", "openclaw.json"]),
    Shape::checked("agents that are carried over", 100, |n| {
        let list = each(n, |i| format!("{{ id: 'a{i}', identity: {{ name: 'Agent {i}' }} }}"));
        only(format!("{{ agents: {{ list: [{list}] }} }}"))
    })
    .by(&["migrate", "--write", "openclaw.json"]),
    Shape::checked("comments that set findings apart", 200, |n| {
        agents(n, |i| format!("// clawtidy-ignore[misspelled-key]: old\na{i}: {{ modle: 'x/y' }}"))
    }),
    Shape::checked("comments that set nothing apart", 200, |n| {
        agents(n, |i| format!("// clawtidy-ignore[misspelled-key]: old\na{i}: {{ model: 'x/y' }}"))
    }),
    Shape::checked("findings of a baseline", 100, misspelled)
        .after(&[&["check", "--write-baseline", "known.json", "openclaw.json"]])
        .by(&["check", "--baseline", "known.json", "openclaw.json"]),
    // Without fixes: each of those is tried on the whole text of all files.
    Shape::checked("included files", 50, |n| {
        let mut files = agents(n, |i| format!("a{i}: {{ $include: 'a{i}.json5' }}"));
        let text = |i: usize| format!("{{ model: 'openai/gpt-5.4', name: 'Agent {i}' }}");
        files.extend((0..n).map(|i| (format!("a{i}.json5"), text(i))));
        files
    }),
    Shape::checked("findings about places in two files", 200, |n| {
        let list = "{ agents: { list: { $include: ['./a.json5', './b.json5'] } } }";
        let agents = |file: &str| {
            let agents = each(n, |i| format!("{{ id: '{file}-{i}', agentDir: '~/{i}' }}"));
            (format!("{file}.json5"), format!("[\n{agents}\n]\n"))
        };
        vec![("openclaw.json".to_owned(), list.to_owned()), agents("a"), agents("b")]
    })
    .by(&["check", "--target", "2026.6.11", "openclaw.json"]),
    Shape::checked("files", 50, |n| {
        let text =
            |i: usize| format!("{{ agents: {{ entries: {{ a{i}: {{ modle: 'x/y' }} }} }} }}");
        (0..n).map(|i| (format!("{i}/openclaw.json"), text(i))).collect()
    })
    .by(&["check", "."]),
];
