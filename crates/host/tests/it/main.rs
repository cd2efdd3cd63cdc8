//! Hosts over real sockets: what a change changes, and that it changes all or nothing.

mod lab;
mod listeners;
mod observers;
mod reload;
mod settings;
mod upstream;
