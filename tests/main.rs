//! What runs against the built program over real sockets, with real clients.

mod cli;
mod dependencies;
mod dig;
mod forwarding;
mod labs;
mod logged;
mod peers;
mod query_log;
mod readme;
mod reload;
mod scenarios;
mod support;
