//! One question put to several targets in order, until one is not silent.

use std::time::Duration;

use super::event::Event;
use super::{Advance, Ask, Context, Outcome, Query, Reply};
use crate::resolver::Target;

/// Targets that are asked in turn.
pub(super) struct Relay<'s> {
    targets: &'s [Target],
    next: usize,
    query: Query,
    /// How long each target is waited for.
    timeout: Duration,
    /// What the targets did that were asked.
    silent: Vec<String>,
}

impl<'s> Relay<'s> {
    /// Puts a question to targets.
    pub(super) fn new(targets: &'s [Target], query: Query, timeout: Duration) -> Self {
        Self { targets, next: 0, query, timeout, silent: Vec::new() }
    }

    /// Goes on: with the first target, or with what the last one said.
    pub(super) fn advance(&mut self, context: &mut Context<'s, '_>, reply: Option<Reply<'s>>) -> Advance<'s> {
        match reply {
            Some(Reply::Answer(answer)) => return Advance::Done(Outcome::Answer(answer)),
            Some(Reply::Unknown(ask)) => return Advance::Done(Outcome::Unknown(ask)),
            Some(Reply::Silence(what)) => self.silent.push(what),
            None => {}
        }
        while let Some(target) = self.targets.get(self.next) {
            self.next += 1;
            let (name, rtype) = (&self.query.name, self.query.rtype);
            context.record(|| Event::Forwarded { name: name.clone(), target: target.clone() });
            match target {
                Target::Resolver(resolver) => {
                    return Advance::Call(*resolver, self.query.clone());
                }
                Target::Address(address) => {
                    return Advance::Ask(Ask { targets: vec![*address], name: name.clone(), rtype });
                }
                Target::Unreachable(why) => {
                    context.wait(self.timeout);
                    self.silent.push(why.to_string());
                }
            }
        }
        Advance::Done(Outcome::Silence(self.silent.join("; ")))
    }
}
