//! What runs against the built program over real sockets, with real clients.

mod cli;
mod dependencies;
mod dig;
mod forwarding;
mod peers;
mod readme;
mod scenarios;
mod support;
