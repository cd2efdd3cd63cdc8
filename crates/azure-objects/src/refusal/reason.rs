//! All reasons.

use super::entry::ReasonEntry;
use super::field::Related;
use super::{
    EndpointRefusal, LimitRefusal, LinkRefusal, NamingRefusal, NetworkRefusal, RecordRefusal,
    ReferenceRefusal, RegistryRefusal, ResourceRefusal, RulesetRefusal, ServerRefusal, SyntaxRefusal,
    ValueRefusal, ZoneRefusal,
};

/// Joins the families.
macro_rules! families {
    ($($variant:ident($family:ident)),+ $(,)?) => {
        /// Why something is refused, by what kind of thing it is about.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each holds a family, which is documented")]
        pub enum RefusalReason {
            $($variant($family),)+
        }

        $(impl From<$family> for RefusalReason {
            fn from(reason: $family) -> Self {
                Self::$variant(reason)
            }
        }

        impl From<$family> for Box<RefusalReason> {
            fn from(reason: $family) -> Self {
                Self::new(reason.into())
            }
        })+

        impl RefusalReason {
            /// Returns what is known about it.
            pub fn entry(&self) -> &'static ReasonEntry {
                match self {
                    $(Self::$variant(reason) => reason.entry(),)+
                }
            }

            /// Says what is wrong, without the value.
            pub(super) fn problem(&self) -> String {
                match self {
                    $(Self::$variant(reason) => reason.problem(),)+
                }
            }

            /// Says what to do; `None`: the problem says it.
            pub(super) fn fix(&self) -> Option<String> {
                match self {
                    $(Self::$variant(reason) => reason.fix(),)+
                }
            }

            /// Lists its fields by name, each as it is written.
            pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$variant(reason) => reason.fields(),)+
                }
            }

            /// Lists the other objects that it names.
            pub(super) fn related(&self) -> Vec<&Related> {
                match self {
                    $(Self::$variant(reason) => reason.related(),)+
                }
            }
        }

        /// Lists every reason, by family.
        pub fn registry() -> impl Iterator<Item = &'static ReasonEntry> {
            [$($family::ENTRIES),+].into_iter().flatten()
        }
    };
}

families! {
    Syntax(SyntaxRefusal),
    Value(ValueRefusal),
    Naming(NamingRefusal),
    Reference(ReferenceRefusal),
    Limit(LimitRefusal),
    Network(NetworkRefusal),
    Zone(ZoneRefusal),
    Link(LinkRefusal),
    Record(RecordRefusal),
    Endpoint(EndpointRefusal),
    Registry(RegistryRefusal),
    Resource(ResourceRefusal),
    Ruleset(RulesetRefusal),
    Server(ServerRefusal),
}
