//! Configs in pages of Markdown.

use clawtidy::schema::Release;
use clawtidy::syntax::{Value, parse};

/// The fenced blocks of JSON on a page, without the indent of their fences.
pub(crate) fn blocks(page: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    while let Some(line) = lines.next() {
        let opening = line.trim_start();
        let indent = line.len() - opening.len();
        let label = opening.trim_start_matches('`');
        let fence = &opening[..opening.len() - label.len()];
        if fence.len() < 3 {
            continue;
        }
        let mut block = String::new();
        // A fence is closed by one that is at least as long, and nothing else on its line.
        let closes =
            |line: &str| line.trim().starts_with(fence) && line.trim().trim_matches('`').is_empty();
        for line in lines.by_ref().take_while(|line| !closes(line)) {
            let spaces = line.len() - line.trim_start_matches([' ', '\t']).len();
            block += &line[spaces.min(indent)..];
            block.push('\n');
        }
        let language = label.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if matches!(language, "json" | "json5" | "jsonc") {
            blocks.push(block);
        }
    }
    blocks
}

/// Whether a block is a whole config: an object of keys that some release has at the root.
pub(crate) fn is_config(block: &str) -> bool {
    let tree = parse(block.to_owned());
    let Some(object) = tree.root().and_then(Value::as_object) else { return false };
    let is_known =
        |name: &str| Release::all().any(|release| release.root().property(name).is_some());
    tree.errors().is_empty()
        && !object.is_empty()
        && object.members().all(|member| is_known(&member.name().to_lossy()))
}

#[cfg(test)]
mod tests {
    use super::{blocks, is_config};

    #[test]
    fn blocks_lose_the_indent_of_their_fence_and_only_json_counts() {
        let page = "# A\n\n  ```json5 title=\"x\"\n  {\n    a: 1,\n }\n  ```\n```sh\n{}\n```\n\
                    ````json\r\n\"```\"\r\n````\r\n```json\nopen";
        assert_eq!(blocks(page), ["{\n  a: 1,\n}\n", "\"```\"\n", "open\n"]);
    }

    #[test]
    fn whole_configs_have_keys_of_the_root_only() {
        assert!(is_config("{ gateway: { anything: 1 } }"));
        for other in ["{}", "[]", "{ gateway: }", "{ gateway: {}, stranger: 1 }"] {
            assert!(!is_config(other), "{other}");
        }
    }
}
