//! What a reader refuses: text that cannot be read as what it is meant to be. No object is concerned.

use zone_store::name::NameError;
use zone_store::zone_file::{IncludeError, ZoneFileProblem};

use super::declare::reasons;
use super::field::{Suggestion, WithArticle, WithSubject};
use crate::schema::Kind;

reasons! {
    /// Why a text cannot be read.
    pub enum SyntaxRefusal("syntax") {
        /// The file cannot be read at all.
        Unreadable { why: String }
            => "cannot be read: {why}"
        /// The text is no TOML.
        Toml { error: String }
            => "{error}"
        /// A line of a zone file cannot be read.
        ZoneFile { error: WithSubject<ZoneFileProblem> }
            => "{error}"; (error)
        /// A zone file is not there, or not where it may be.
        ZoneFileUnreadable { error: WithSubject<IncludeError> }
            => "{error}"; (error)
        /// The table has no such key.
        UnknownKey { suggestion: Suggestion }
            => "is not a key of this table"; (suggestion)
        /// The key is reserved for a later version.
        KeyOfLaterVersion
            => "is not supported by this version yet"; "remove it"
        /// A key that has no default is not there.
        MissingKey { kind: Kind }
            => "is missing"; "write {kind}"
        /// The value has another type.
        WrongType { written: WithArticle, kind: Kind }
            => "is {written}"; "write {kind}"
        /// The value is a word that is not among those of the key.
        UnknownWord { suggestion: Suggestion }
            => "is not one of the words allowed here"; (suggestion)
        /// The text is no domain name.
        NotADomainName { error: NameError }
            => "{error}"; (error)
        /// The text is no IPv4 address.
        NotAnIpv4Address { kind: Kind }
            => "is not an IPv4 address"; "write {kind}"
        /// The text is no address of a server.
        NotAnAddress { kind: Kind }
            => "is not an address"; "write {kind}"
        /// The text is no prefix.
        NotAPrefix { kind: Kind }
            => "is not a prefix"; "write {kind}"
        /// The text is neither an address nor a prefix.
        NeitherAddressNorPrefix { kind: Kind }
            => "is no address and no prefix"; "write {kind}"
        /// The address has no port.
        NoPort { meant: String }
            => "has no port"; "write \"{meant}\""
        /// The text is no address with a port.
        NotASocket { kind: Kind }
            => "is not an address with a port"; "write {kind}"
        /// The text is no upstream.
        NotAnUpstream { kind: Kind }
            => "is no upstream"; "write {kind}"
        /// The text is no span of time.
        NotATime { kind: Kind }
            => "is not a time allowed here"; "write {kind}"
    }
}
