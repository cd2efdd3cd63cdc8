//! The closed sets of words that a configuration may use, as enums.

pub use azure_catalogue::cloud::Cloud;
use azure_catalogue::words;

words! {
    /// What a source address in no network gets.
    UnknownSource {
        /// REFUSED, with the reason.
        Refuse = "refuse",
        /// Silence.
        Drop = "drop",
    }
}

words! {
    /// What an NXDOMAIN of a linked zone means (`Fallback to internet for Azure Private DNS zones`).
    ResolutionPolicy {
        /// The answer is final.
        Default = "Default",
        /// A, AAAA and CNAME queries continue on the public side.
        NxDomainRedirect = "NxDomainRedirect",
    }
}

words! {
    /// State of a private endpoint connection; only an approved one has records.
    ConnectionStatus {
        /// The owner of the resource accepted it.
        Approved = "Approved",
        /// Nobody decided yet.
        Pending = "Pending",
        /// The owner refused it.
        Rejected = "Rejected",
        /// The owner removed it.
        Disconnected = "Disconnected",
    }
}

words! {
    /// Service tier of a container registry.
    Sku {
        /// The smallest.
        Basic = "Basic",
        /// The middle one.
        Standard = "Standard",
        /// The only one with private endpoints and replicas.
        Premium = "Premium",
    }
}

words! {
    /// How a storage account copies its data (`Azure Storage redundancy`).
    Replication {
        /// In one place.
        Lrs = "LRS",
        /// In the zones of a region.
        Zrs = "ZRS",
        /// In a second region, which nobody can read.
        Grs = "GRS",
        /// In zones and in a second region, which nobody can read.
        Gzrs = "GZRS",
        /// In a second region, which can be read.
        Ragrs = "RAGRS",
        /// In zones and in a second region, which can be read.
        Ragzrs = "RAGZRS",
    }
}

words! {
    /// Which API a Cosmos DB account has.
    CosmosdbKind {
        /// SQL, and what its capabilities add.
        GlobalDocumentDb = "GlobalDocumentDB",
        /// MongoDB.
        MongoDb = "MongoDB",
    }
}

words! {
    /// An API that a Cosmos DB account has beside SQL.
    CosmosdbCapability {
        /// Cassandra.
        EnableCassandra = "EnableCassandra",
        /// Gremlin.
        EnableGremlin = "EnableGremlin",
        /// Table.
        EnableTable = "EnableTable",
    }
}

words! {
    /// What a registry does with a client on its public side.
    AccessAction {
        /// It lets it in.
        Allow = "Allow",
        /// It refuses it, with 403.
        Deny = "Deny",
    }
}

words! {
    /// Whom the rules of a registry do not concern.
    NetworkRuleBypass {
        /// Azure's trusted services.
        AzureServices = "AzureServices",
        /// Nobody.
        None = "None",
    }
}

words! {
    /// What a query of type ANY gets.
    AnyAnswers {
        /// Every record set of the name.
        RecordSets = "record_sets",
        /// One HINFO record (RFC 8482 §4.2).
        Hinfo = "hinfo",
    }
}

words! {
    /// What a name gets that has no records but names below it.
    EmptyNonTerminals {
        /// NODATA (RFC 8020).
        NoData = "nodata",
        /// NXDOMAIN.
        NxDomain = "nxdomain",
    }
}

words! {
    /// What a custom DNS server does with the CNAMEs of an answer that it has forwarded for.
    Chase {
        /// It returns the chain as it came.
        Upstream = "upstream",
        /// It puts every target through its own zones and forwarders.
        Own = "own",
    }
}

words! {
    /// What a rule of a registry does. Azure has no rule that denies.
    RuleAction {
        /// It lets in.
        Allow = "Allow",
    }
}
