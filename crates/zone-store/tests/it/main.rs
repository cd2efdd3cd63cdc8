//! The engine and its zones against the RFCs' own examples, a naive look-up, and a fake outside world.

mod built_in;
mod caches;
mod engine;
mod facts;
mod failures;
mod forwarding;
mod located;
mod lookup;
mod outside;
mod properties;
mod rfc4592;
mod signatures;
mod size;
mod splicing;
mod steps;
mod substitution;
mod trace;
mod world;
