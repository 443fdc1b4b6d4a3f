//! Names in two bytes each: most look-ups look for a name that is not there, and see so without
//! reading a text.

/// What is kept of a name. Equal names have equal sketches; unequal ones seldom do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sketch(u16);

impl Sketch {
    /// Of what is no member.
    pub(super) const NONE: Self = Self(0);

    /// Of the decoded bytes of a name.
    #[inline]
    pub(super) fn of(name: &[u8]) -> Self {
        let [first, .., last] = name else {
            // Nothing, or one byte.
            return Self::mixed(u32::from(name.first().copied().unwrap_or_default()));
        };
        let parts = [name.len().to_le_bytes()[0], *first, name[name.len() / 2], *last];
        Self::mixed(u32::from_le_bytes(parts))
    }

    /// The high half of a product with the golden ratio, into which all bits go.
    #[inline]
    fn mixed(parts: u32) -> Self {
        let [.., low, high] = parts.wrapping_mul(0x9E37_79B1).to_le_bytes();
        Self(u16::from_le_bytes([low, high]))
    }
}

/// The sketches of all names of a tree: each sets one of 4,096 bits.
#[derive(Debug, Clone)]
pub(crate) struct Sketches(Box<[u64; 64]>);

impl Sketches {
    /// Of no name.
    pub(super) fn new() -> Self {
        Self(Box::new([0; 64]))
    }

    pub(super) fn add(&mut self, sketch: Sketch) {
        let (word, bit) = Self::place(sketch);
        self.0[word] |= bit;
    }

    /// Whether a name with this sketch may be there; if not, none is.
    #[inline]
    pub(super) fn may_hold(&self, sketch: Sketch) -> bool {
        let (word, bit) = Self::place(sketch);
        self.0[word] & bit != 0
    }

    #[inline]
    fn place(sketch: Sketch) -> (usize, u64) {
        (usize::from(sketch.0 >> 6) % 64, 1 << (sketch.0 % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_may_be_there() {
        let names = ["", "a", "ab", "ba", "gateway", "getaway", "\u{1F980}", "a\0b"];
        let mut sketches = Sketches::new();
        assert!(names.iter().all(|name| !sketches.may_hold(Sketch::of(name.as_bytes()))));
        for name in names {
            sketches.add(Sketch::of(name.as_bytes()));
        }
        assert!(names.iter().all(|name| sketches.may_hold(Sketch::of(name.as_bytes()))));
    }

    #[test]
    fn few_other_names_seem_to_be_there() {
        let mut sketches = Sketches::new();
        for index in 0..200 {
            sketches.add(Sketch::of(format!("name-{index}").as_bytes()));
        }
        let others = (0..1000).map(|index| format!("{index}Other"));
        let held = others.filter(|name| sketches.may_hold(Sketch::of(name.as_bytes()))).count();
        assert!(held < 150, "{held}");
    }
}
