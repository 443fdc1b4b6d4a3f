use super::*;
use crate::finding::Safety;
use crate::output::samples::{finding, run, span};
use crate::text::Span;

fn rendered(run: &Run, look: Look) -> String {
    let mut out = Vec::new();
    let options = Options { look, quiet: false, allowed: Safety::Safe };
    write(run, options, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("output is UTF-8")
}

const LOOK: Look = Look { colour: false, unicode: true, width: 80 };

#[test]
fn look() {
    let text = "{\n  gateway: {\n    // the office\n    bind: \"lan\",\n    port: 18789,\n    auth: { mode: \"none\" },\n  },\n}\n";
    let one =
        finding(span(text, "\"lan\""), vec![(span(text, "\"none\""), "nothing is asked here")]);
    let colour = Look { colour: true, ..LOOK };
    println!("{}", rendered(&run(text, vec![one.clone()]), colour));
    println!("{}", rendered(&run(text, vec![one.clone()]), Look { unicode: false, ..LOOK }));
    let far = text.replace("port: 18789", &"a: 1,\n".repeat(20));
    let two = finding(
        span(&far, "\"lan\""),
        vec![(
            span(&far, "\"none\""),
            "nothing is asked here and this label is so long that it must be wrapped at some place or other",
        )],
    );
    println!("{}", rendered(&run(&far, vec![two.clone()]), colour));
    let obj = finding(span(text, &text[11..text.len() - 3]), vec![]);
    println!("{}", rendered(&run(text, vec![obj.clone()]), LOOK));
    let obj = finding(
        span(text, "auth: {"),
        vec![(span(text, &text[11..text.len() - 3]), "this object")],
    );
    println!("{}", rendered(&run(text, vec![obj.clone()]), LOOK));
    let obj = finding(span(&far, &far[11..far.len() - 3]), vec![]);
    println!("{}", rendered(&run(&far, vec![obj.clone()]), LOOK));
    let min: String = format!(
        "{{\"x\":[{}{{\"bind\":\"lan\",\"auth\":{{\"mode\":\"none\"}}}}{}]}}",
        "1234567,".repeat(100_000),
        ",1234567".repeat(10_000)
    );
    let one = finding(
        span(&min, "\"lan\""),
        vec![(span(&min, "\"none\""), "nothing is asked here"), (span(&min, "\"x\""), "in here")],
    );
    println!("{}", rendered(&run(&min, vec![one.clone()]), LOOK));
    println!("{}", rendered(&run(&min, vec![one.clone()]), Look { width: 200, ..colour }));
    let tab = "{\n\tn: \"宽宽宽\",\tbind: \"lan\u{1b}[31m\",\n";
    let one = finding(
        span(tab, "\"lan\u{1b}[31m\""),
        vec![(Span::empty(tab.len() as u32), "no closing brace"), (span(tab, "{"), "opened here")],
    );
    println!("{}", rendered(&run(tab, vec![one]), LOOK));
    println!("{}", rendered(&run("", vec![finding(Span::empty(0), vec![])]), LOOK));
    println!("{}", rendered(&run("{}", vec![finding(Span::empty(2), vec![])]), LOOK));
}
