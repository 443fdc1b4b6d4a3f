//! Rules of one config on two threads: where it is all there is to do, the other cores are idle.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Context, Rule};
use crate::finding::Finding;

/// Bytes of a config from which on a thread costs less than the rules that it takes over.
const LARGE: usize = 4096;

/// Adds what rules find, in the order of the rules.
pub(super) fn run(context: &Context<'_>, rules: &[&'static Rule], list: &mut Vec<Finding>) {
    // Of many configs, each has a thread already.
    let is_alone = rayon::current_thread_index().is_none();
    let found = (is_alone && context.tree.text().len() >= LARGE).then(|| on_two(context, rules));
    match found.flatten() {
        Some(found) => list.extend(found),
        None => rules.iter().for_each(|rule| context.run(rule, list)),
    }
}

/// What rules find when two threads share them; `None` if one of them broke off, so that the bug shows
/// where it is waited for.
fn on_two(context: &Context<'_>, rules: &[&'static Rule]) -> Option<Vec<Finding>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(rule) = rules.get(index) else { return found };
            let mut list = Vec::new();
            context.run(rule, &mut list);
            if !list.is_empty() {
                found.push((index, list));
            }
        }
    };
    let mut found = thread::scope(|scope| {
        let other = thread::Builder::new().spawn_scoped(scope, work);
        let mut found = work();
        // Without a second thread the first one did it all.
        if let Ok(other) = other {
            found.extend(other.join().ok()?);
        }
        Some(found)
    })?;
    found.sort_by_key(|(index, _)| *index);
    Some(found.into_iter().flat_map(|(_, list)| list).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Keep;
    use crate::rules::every;
    use crate::schema::Release;
    use crate::syntax::parse;
    use crate::world::{Environment, World};

    #[test]
    fn two_threads_find_what_one_does_in_its_order() {
        let agent = |n: usize| format!("a{n}: {{ modle: 'openai/gpt-4o' }}");
        let agents = (0..100).map(agent).collect::<Vec<_>>().join(", ");
        let tree = parse(format!(
            "{{ gateway: {{ token: 'x' }}, agents: {{ entries: {{ {agents} }} }} }}"
        ));
        let world = World::new(Release::LATEST, Environment::Unknown);
        let rules: Vec<&'static Rule> = every().collect();
        let context = Context::new(&tree, &world, Keep::default());
        let mut one = Vec::new();
        for rule in &rules {
            context.run(rule, &mut one);
        }
        let context = Context::new(&tree, &world, Keep::default());
        assert!(one.len() > 100);
        assert_eq!(on_two(&context, &rules), Some(one));
    }
}
