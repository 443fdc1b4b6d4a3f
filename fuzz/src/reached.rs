//! What one execution reached.

/// The kinds of things that it reached.
#[derive(Debug, Default, Clone)]
pub(crate) struct Reached(Vec<&'static str>);

impl Reached {
    pub(crate) fn of(kinds: impl IntoIterator<Item = (&'static str, bool)>) -> Self {
        Self(kinds.into_iter().filter(|(_, is)| *is).map(|(kind, _)| kind).collect())
    }

    pub(crate) fn kinds(&self) -> &[&'static str] {
        &self.0
    }
}
