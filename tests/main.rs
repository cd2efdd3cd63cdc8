//! What runs against the built program over real sockets, with real clients.

mod cases;
mod check;
mod cli;
mod command_channel;
mod containers;
mod dependencies;
mod dig;
mod documents;
mod endpoints;
mod explain;
mod findings;
mod forwarding;
mod in_place;
mod labs;
mod logged;
mod names;
mod online;
mod parity;
mod peers;
// Its tests end the server by a signal, so that the log is whole.
#[cfg(unix)]
mod query_log;
mod readme;
mod reference;
mod reload;
mod scenarios;
#[cfg(unix)]
mod signals;
mod support;
mod test_command;
mod testing;
mod upstreams;
