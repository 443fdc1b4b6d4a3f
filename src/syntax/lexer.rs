//! Text to tokens.

/// The number that a number token stands for, as JavaScript holds it.
pub(super) fn number(_token: &str) -> f64 {
    f64::NAN
}
