//! Nearest names, for "did you mean".

/// The candidates that `name` most likely stands for, nearest first, three at most: the same word
/// in another case or with other separators, else one with few letters different.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    // No name is that long; what is, is no slip of the hand.
    if name.len() > 100 {
        return Vec::new();
    }
    let word: String = folded(name).collect();
    let (length, own) = letters(name);
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let (other_length, its) = letters(candidate);
            let longest = length.max(other_length);
            let is_near = |distance: usize| distance * 4 <= longest;
            // The lengths and the letters rule most candidates out, at a fraction of the cost: a letter
            // that the other word lacks takes a change.
            let lacking = (own & !its).count_ones().max((its & !own).count_ones()) as usize;
            let apart = length.abs_diff(other_length).max(lacking);
            if apart > 1 && !is_near(apart) {
                return None;
            }
            let other: String = folded(candidate).collect();
            if other == word {
                return Some((2.0, candidate));
            }
            let distance = strsim::damerau_levenshtein(&word, &other);
            // One letter off is a slip even in a short word.
            let slip = word.len() > 2 && distance == 1;
            #[expect(clippy::cast_precision_loss, reason = "names are short")]
            let score = 1.0 - distance as f64 / longest.max(1) as f64;
            (is_near(distance) || slip).then_some((score, candidate))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let best = scored.first().map_or(0.0, |first| first.0);
    // The same word leaves no room for others.
    scored.retain(|(score, _)| best < 2.0 || *score >= 2.0);
    scored.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// How many letters a word has without separators, and which, as a set; a bit may stand for several.
fn letters(word: &str) -> (usize, u64) {
    folded(word)
        .fold((0, 0), |(count, set), letter| (count + 1, set | 1 << (u32::from(letter) & 63)))
}

/// Whether two names are one word in another case or with other separators.
pub fn is_same_word(a: &str, b: &str) -> bool {
    folded(a).eq(folded(b))
}

/// The word without case and separators: `bot_token`, `bot-token` and `botToken` are one word.
fn folded(name: &str) -> impl Iterator<Item = char> {
    let letters = name.chars().filter(|letter| !matches!(letter, '-' | '_' | ' ' | '.'));
    letters.flat_map(char::to_lowercase)
}
