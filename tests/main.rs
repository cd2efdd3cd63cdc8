//! What runs against the built program over real sockets, with real clients.

mod check;
mod cli;
mod containers;
mod dependencies;
mod dig;
mod documents;
mod endpoints;
mod explain;
mod findings;
mod forwarding;
mod labs;
mod logged;
mod names;
mod online;
mod parity;
mod peers;
mod query_log;
mod readme;
mod reference;
mod reload;
mod scenarios;
mod support;
mod test_command;
mod testing;
mod upstreams;
