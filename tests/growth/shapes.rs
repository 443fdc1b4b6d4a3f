//! Configs of any size, each large in one way.

/// A way in which configs grow, and what is done with them.
pub(crate) struct Shape {
    /// What grows.
    pub(crate) name: &'static str,
    /// How much of it there is at first.
    pub(crate) size: usize,
    /// The files with so much of it.
    pub(crate) files: fn(usize) -> Vec<(String, String)>,
    /// Runs before the one that counts.
    pub(crate) before: &'static [&'static [&'static str]],
    /// What is run.
    pub(crate) arguments: &'static [&'static str],
}

/// A shape that is checked.
const fn checked(name: &'static str, size: usize, files: fn(usize) -> Vec<(String, String)>) -> Shape {
    Shape { name, size, files, before: &[], arguments: CHECK }
}

const CHECK: &[&str] = &["check", "openclaw.json"];
const FIX: &[&str] = &["check", "--fix", "--unsafe-fixes", "openclaw.json"];

/// The file that is looked at.
fn only(text: String) -> Vec<(String, String)> {
    vec![("openclaw.json".to_owned(), text)]
}

/// Something for each number up to `count`, with commas between.
fn each(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",\n")
}

pub(crate) const SHAPES: &[Shape] = &[
    checked("agents", 200, |n| {
        let agents = each(n, |i| format!("a{i}: {{ name: 'Agent {i}', model: 'openai/gpt-5.4' }}"));
        only(format!("{{ gateway: {{ mode: 'local' }}, agents: {{ ownership: 'explicit', entries: {{ {agents} }} }} }}"))
    }),
    checked("agents, tool patterns and accounts", 50, |n| {
        let agents = each(n, |i| format!("a{i}: {{ tools: {{ allow: ['t{i}*'] }} }}"));
        let patterns = each(n, |i| format!("'mcp_{i}*'"));
        let accounts = each(n, |i| format!("c{i}: {{ botToken: '${{T{i}}}', dmPolicy: 'open', allowFrom: ['*'] }}"));
        only(format!("{{ gateway: {{ mode: 'local' }}, tools: {{ allow: [{patterns}], deny: [{patterns}] }},
            agents: {{ entries: {{ {agents} }} }},
            channels: {{ telegram: {{ accounts: {{ {accounts} }} }} }} }}"))
    }),
    checked("nested objects", 500, |n| {
        only(format!("{{ plugins: {{ entries: {{ x: {{ config: {}1{} }} }} }} }}", "{ a: ".repeat(n), "}".repeat(n)))
    }),
    checked("nested arrays", 500, |n| {
        only(format!("{{ tools: {{ allow: {}1{} }} }}", "[".repeat(n), "]".repeat(n)))
    }),
    checked("misspelled keys in an object", 200, |n| {
        only(format!("{{ gateway: {{ mode: 'local', {} }} }}", each(n, |i| format!("prot{i}: 1"))))
    }),
    checked("a misspelled key in each agent", 200, |n| {
        only(format!("{{ agents: {{ entries: {{ {} }} }} }}", each(n, |i| format!("a{i}: {{ modle: 'x/y' }}"))))
    }),
    Shape {
        name: "a misspelled key in each agent, mended",
        size: 200,
        files: |n| only(format!("{{ agents: {{ entries: {{ {} }} }} }}", each(n, |i| format!("a{i}: {{ modle: 'x/y' }}")))),
        before: &[],
        arguments: FIX,
    },
    checked("one name over and over", 200, |n| {
        only(format!("{{ agents: {{ entries: {{ {} }} }} }}", each(n, |_| "a: { name: 'x' }".to_owned())))
    }),
    checked("syntax errors", 200, |n| {
        only(format!("{{ agents: {{ entries: {{ {} }} }} }}", each(n, |i| format!("a{i}: {{ name: 'x' model: }}"))))
    }),
    checked("syntax errors", 200, |n| {
        only(format!("{{ agents: {{ entries: {{ {} }} }} }}", each(n, |i| format!("a{i}: {{ name: 'x' model: }}"))))
    }),
    checked("plain secrets", 200, |n| {
        only(format!("{{ channels: {{ telegram: {{ accounts: {{ {} }} }} }} }}",
            each(n, |i| format!("c{i}: {{ botToken: '{}:AAH{:032}' }}", 100_000_000 + i, i * 7_919_999))))
    }),
    checked("accounts", 200, |n| {
        only(format!("{{ channels: {{ discord: {{ accounts: {{ {} }} }} }} }}",
            each(n, |i| format!("c{i}: {{ token: '${{C{i}}}', dmPolicy: 'open', groupPolicy: 'open' }}"))))
    }),
    checked("comments that set findings apart", 200, |n| {
        only(format!("{{ agents: {{ entries: {{ {} }} }} }}",
            each(n, |i| format!("// clawtidy-ignore[misspelled-key]: old\na{i}: {{ modle: 'x/y' }}"))))
    }),
    checked("comments that set nothing apart", 200, |n| {
        only(format!("{{ agents: {{ entries: {{ {} }} }} }}",
            each(n, |i| format!("// clawtidy-ignore[misspelled-key]: old\na{i}: {{ model: 'x/y' }}"))))
    }),
    Shape {
        name: "findings of a baseline",
        size: 200,
        files: |n| only(format!("{{ agents: {{ entries: {{ {} }} }} }}", each(n, |i| format!("a{i}: {{ modle: 'x/y' }}")))),
        before: &[&["check", "--write-baseline", "known.json", "openclaw.json"]],
        arguments: &["check", "--baseline", "known.json", "openclaw.json"],
    },
    Shape {
        name: "included files",
        size: 50,
        files: |n| {
            let includes = each(n, |i| format!("a{i}: {{ $include: 'a{i}.json5' }}"));
            let mut files = only(format!("{{ agents: {{ entries: {{ {includes} }} }} }}"));
            files.extend((0..n).map(|i| (format!("a{i}.json5"), format!("{{ modle: 'x/y', name: 'Agent {i}' }}"))));
            files
        },
        before: &[],
        arguments: CHECK,
    },
    Shape {
        name: "files",
        size: 50,
        files: |n| {
            (0..n).map(|i| (format!("{i}/openclaw.json"), format!("{{ agents: {{ entries: {{ a: {{ modle: 'x/y', name: 'Agent {i}' }} }} }} }}"))).collect()
        },
        before: &[],
        arguments: &["check", "."],
    },
];
