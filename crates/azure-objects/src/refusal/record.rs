//! What is refused of records.

use std::net::Ipv4Addr;

use zone_store::name::{Name, NameError};
use zone_store::rdata::RdataError;
use zone_store::zone::ZoneProblem;
use zone_store::zone_file::Deviation;

use super::declare::reasons;
use super::field::{Related, WithSubject};

reasons! {
    /// Why a record set is refused, or one record of it.
    pub enum RecordRefusal("record") {
        /// Two sets of one zone have one name and type.
        SetTaken { rtype: String, first: Related }
            => "has another {rtype} record set, at {first}"; "put the records into one set"
        /// An alias has several targets.
        SeveralTargets { count: usize }
            => "has {count} records; an alias has one target"; "remove all but one"
        /// An alias has other sets beside it.
        AliasBesideOthers { rtype: String, first: Related }
            => "CNAME record sets can't coexist with other record sets with the same name; the {rtype} record set is at {first}"; "remove one of the two"
        /// The apex has an alias.
        AliasAtApex
            => "is a CNAME at the apex, beside the zone's SOA"; "write A records there, or give the alias a name"
        /// An SOA record stands below the apex.
        SoaBelowApex
            => "is below the apex; an SOA record stands at \"@\""; "write name = \"@\""
        /// An absolute name is not in the zone.
        OutsideZone { zone: String }
            => "is not in the zone \"{zone}\""; "write it relative to the zone, without a dot at its end"
        /// The name is no domain name.
        Owner { error: NameError }
            => "{error}"; (error)
        /// A name has a `*` that is not the whole of its first label.
        Wildcard { zone: String }
            => "has a * that is not the whole of its first label"; "write a wildcard as * or *.NAME"
            [400 "BadRequest" Observed "kubernetes-sigs/external-dns#2922"
                says "The domain name '{value}.{zone}' is invalid. The provided record set relative name '{value}' is invalid."]
        /// An SRV set has one priority, weight and target twice.
        SrvTwice { first: Related }
            => "has the priority, weight and target of the record at {first}; Azure takes each once"; "remove one of the two"
            [400 "BadRequest" Observed "Azure/azure-cli#21716"]
        /// A set is the SOA of a private zone.
        SoaOfAzure
            => "is written by Azure in a private zone"; "change its fields with soa_record"
        /// A private zone has a delegation.
        Delegation
            => "cannot be in a private zone: it has no delegations"; "make a private zone of the child's name"
        /// A private zone does not hold the type.
        TypeOfPublicZones
            => "cannot be in a private zone"; "it holds A, AAAA, CNAME, MX, PTR, SRV and TXT records"
        /// The type is only ever asked for.
        TypeOfQuestions
            => "is a type of questions, not of records"; "write a type such as \"A\""
        /// There is no such type.
        UnknownType
            => "is not a record type"; "write a type such as \"A\""
        /// A record is in its set twice.
        Twice
            => "is in this record set twice"; "remove one"
        /// The data of a record cannot be read.
        Data { error: RdataError }
            => "{error}"; (error)
        /// A part of the data of a record cannot be read.
        PartOfData { error: WithSubject<RdataError> }
            => "{error}"; (error)
        /// A record of a zone file is served otherwise than it is written, or not at all.
        NotAsWritten { deviation: WithSubject<Deviation> }
            => "{deviation}"; (deviation) [rule L8]
        /// The records of a zone do not go together.
        InZone { problem: WithSubject<ZoneProblem> }
            => "{problem}"; (problem)
        /// Two records of a zone do not go together.
        Together { problem: WithSubject<ZoneProblem>, other: String }
            => "{problem} (the other is {other})"; (problem)
        /// A private endpoint writes over a record.
        Overwritten { owner: Name, address: Ipv4Addr, endpoint: String, first: Related, by: Ipv4Addr }
            => "{owner} A {address} is not served: private endpoint \"{endpoint}\", at {first}, writes {by} over it, as Azure does"; "remove the record, or the zone from the endpoint's private_dns_zone_group" [rule L6]
        /// The name of a machine is too long in its registration zone.
        MachineName { error: NameError }
            => "with its registration zone, {error}"; (error)
        /// Two objects have one public name.
        PublicNameTaken { name: String, other: String }
            => "its public name \"{name}\" has other records already, from {other}"; "remove one of the two, or change [public_chain]"
        /// A name of a public chain has a placeholder that registries do not have.
        UnknownPlaceholder
            => "has an unknown placeholder"; "write {{registry}}, {{region}}, {{region_code}} or {{profile}}"
        /// A name of a public chain has a placeholder that other resources do not have.
        UnknownResourcePlaceholder
            => "has an unknown placeholder"; "write {{resource}} or {{public_zone}}"
        /// A name leads to itself.
        TwiceInChain
            => "is in this chain twice, so that it would never end"; "write another name"
    }
}
