//! Where the table of names is looked into for a name: the same when it is made and when it is read.

/// Places in the table, twice as many as there are names at least.
pub(crate) const SLOTS: usize = 1 << 13;

/// The place where a name is, or after which it is the next but for others: FNV-1a.
pub(crate) fn slot(name: &[u8]) -> usize {
    let hash = name
        .iter()
        .fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 16)) as usize % SLOTS
}
