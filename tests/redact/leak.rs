//! Whether something secret was printed.

use std::collections::BTreeSet;

use clawtidy::rules;

use crate::planted::leaks;
use crate::process::Ran;

/// A text, what of it is secret, and what it came from.
pub(crate) struct Case {
    pub(crate) text: String,
    pub(crate) secret: String,
    /// As the text writes it.
    pub(crate) written: String,
}

impl Case {
    /// What was printed of the secret, if anything was.
    pub(crate) fn leak(&self, ran: &Ran, arguments: &[&str]) -> Option<String> {
        let printed = without_documentation(&ran.stdout) + &ran.stderr;
        let seen = [squeezed(&printed), printed.clone()];
        let forms = [&self.secret, &self.written].into_iter().flat_map(|secret| {
            let quoted = serde_json::to_string(secret).expect("a string is JSON");
            let encoded = secret.replace('%', "%25").replace('\n', "%0A");
            [secret.clone(), format!("{secret:?}"), quoted, encoded]
        });
        let forms: BTreeSet<String> = forms.flat_map(|form| [squeezed(&form), form]).collect();
        let found = forms.iter().find(|form| seen.iter().any(|seen| leaks(seen, form)));
        found.map(|form| format!("{arguments:?}: {form}\n{}\n{printed}", self.text))
    }
}

/// SARIF without the pages of its rules: their examples have made-up secrets of their own.
fn without_documentation(printed: &str) -> String {
    let begins = "\"markdown\":";
    let is_sarif = printed.starts_with("{\"version\":\"2.1.0\"");
    let told = rules::every().filter(|rule| is_sarif && printed.contains(rule.id));
    told.fold(printed.to_owned(), |left, rule| {
        let page = serde_json::to_string(&rule.documentation()).expect("a string is JSON");
        left.replace(&format!("{begins}{page}"), begins)
    })
}

/// What a reader sees who passes over colours, frames and the ends of lines.
fn squeezed(printed: &str) -> String {
    let mut text = String::new();
    let mut rest = printed;
    while let Some((before, after)) = rest.split_once("\x1b[") {
        text.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text.retain(|c| !c.is_whitespace() && c != '|' && !('\u{2500}'..'\u{2600}').contains(&c));
    text
}
