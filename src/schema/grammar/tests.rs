use super::*;

#[test]
fn names_are_those_that_corrections_use() {
    let names: std::collections::BTreeSet<String> =
        Grammar::ALL.iter().map(|grammar| grammar.name()).collect();
    assert_eq!(names.len(), Grammar::ALL.len());
    assert!(names.contains("https-url-with-path") && names.contains("duration-of-a-minute"));
}
