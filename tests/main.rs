//! What runs against the built program over real sockets, with real clients.

mod check;
mod cli;
mod dependencies;
mod dig;
mod endpoints;
mod findings;
mod forwarding;
mod logged;
mod parity;
mod peers;
mod query_log;
mod readme;
mod reload;
mod scenarios;
mod schema;
mod support;
mod test_command;
mod testing;
