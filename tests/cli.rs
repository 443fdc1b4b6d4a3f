//! The command line as people see it: every scenario is a file under `tests/cli/`, with the files
//! it runs on beside it. `TRYCMD=overwrite cargo test --test cli` writes down what is printed now.

#[test]
fn scenarios() {
    trycmd::TestCases::new()
        .env("LC_ALL", "C.UTF-8")
        .env("NO_COLOR", "1")
        // A scenario prints the same on a machine of GitHub's.
        .env("GITHUB_ACTIONS", "false")
        .case("tests/cli/*.trycmd")
        .case("tests/cli/*.toml");
}
