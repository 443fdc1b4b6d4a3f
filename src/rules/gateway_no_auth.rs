//! What the rules about a gateway that asks for nothing share.

use super::Context;
use super::missing_env_variable::takes_placeholder;
use crate::effective::{AuthMode, Credential, Gateway, Secret};
use crate::finding::{Finding, Safety};
use crate::syntax::Value;

/// Shows why what is there does not count.
pub(super) fn point_at_auth(gateway: &Gateway<'_>, finding: &mut Finding) {
    let token = gateway.credential(&["auth", "token"]);
    let password = gateway.credential(&["auth", "password"]);
    if let (Some(mode), Some(place)) = (gateway.explicit_auth_mode(), gateway.at(&["auth", "mode"]))
    {
        let why = match mode {
            AuthMode::None => "this turns authentication off".to_owned(),
            mode => format!("this mode needs `gateway.auth.{}`", mode.word()),
        };
        // Where the finding points at the mode itself, its message has said it.
        if place.span() != finding.place.span {
            finding.related(place.span(), why);
        }
    }
    for credential in [token, password] {
        match credential {
            Credential::Unset(value) => {
                finding.related(value.span(), "this variable is not set");
            }
            Credential::Blank(value) => {
                finding.related(value.span(), "this is blank");
            }
            _ => {}
        }
    }
    if let Some(misplaced) = gateway.at(&["token"]) {
        finding.related(misplaced.span(), "OpenClaw does not read a token here");
    } else if gateway.at(&["auth"]).is_none()
        && let Some(member) = gateway.section().and_then(Value::member)
    {
        finding.related(member.name_span(), "`auth` is missing here");
    }
}

/// Whether the secret that the mode asks for is there and blank.
pub(super) fn is_blank(gateway: &Gateway<'_>) -> bool {
    let secret = gateway.auth_mode().secret();
    let own = secret.map(|secret| gateway.credential(&["auth", secret.word()]));
    matches!(own, Some(Credential::Blank(_)))
}

/// Offers the smallest change that brings authentication, if there is one that breaks nothing.
pub(super) fn mend(context: &Context<'_>, gateway: &Gateway<'_>, finding: &mut Finding) {
    let (title, edits) = match (gateway.explicit_auth_mode(), gateway.at(&["auth", "mode"])) {
        (Some(AuthMode::None), Some(mode)) => {
            let has_password = gateway.credential(&["auth", "password"]).is_configured();
            let secret = if has_password { Secret::Password } else { Secret::Token };
            let word = secret.word();
            let configured = gateway.credential(&["auth", word]).is_configured();
            if !configured && !takes_placeholder(context, secret.placeholder()) {
                return;
            }
            let edits = context.edits(|plan| {
                plan.replace(mode, word);
                if configured {
                    return Ok(());
                }
                plan.set(&["gateway", "auth", word], secret.placeholder())
            });
            (format!("ask for the {word}"), edits)
        }
        (mode, _) => {
            let secret = mode.and_then(AuthMode::secret).unwrap_or(Secret::Token);
            let place = gateway.credential(&["auth", secret.word()]);
            // A token under its old name is carried over by `legacy-gateway-token`.
            if !matches!(place, Credential::Absent) || gateway.at(&["token"]).is_some() {
                let what = "set the variable, or put a secret reference or a placeholder there";
                finding.help(match place {
                    Credential::Unset(_) => what,
                    _ => "give the gateway a token: `gateway.auth.token: \"${OPENCLAW_GATEWAY_TOKEN}\"`",
                });
                return;
            }
            let (word, placeholder) = (secret.word(), secret.placeholder());
            if !takes_placeholder(context, placeholder) {
                return;
            }
            let edits = context.edits(|plan| plan.set(&["gateway", "auth", word], placeholder));
            (format!("ask for the {word} in `{placeholder}`"), edits)
        }
    };
    finding.fix(Safety::Unsafe, title, edits);
}
