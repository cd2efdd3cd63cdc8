//! The macro that declares reasons, each with all that is known about it in one place.

/// Declares a family of reasons: an enum, the sentences of its variants, and their entries in the registry.
///
/// Of each variant: one line of doc, its fields, what is wrong, what to do (a text, or `(field)` that knows it), and between
/// brackets the known mistake that it is (`rule M18`), and Azure's error where it is known: status, code, certainty, source
/// and message.
macro_rules! reasons {
    (
        #[doc = $family_doc:literal]
        pub enum $family:ident($word:literal) {
            $(
                #[doc = $doc:literal]
                $variant:ident $( { $($field:ident: $type:ty),+ $(,)? } )?
                    => $problem:literal $(; $fix:tt)?
                    $( [ $( rule $rule:ident )? $( $status:literal $code:literal $certainty:ident $source:literal $( says $message:literal )? )? ] )?
            )+
        }
    ) => {
        #[doc = $family_doc]
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the sentence of a reason says what each of its fields is")]
        pub enum $family {
            $(
                #[doc = $doc]
                $variant $( { $($field: $type),+ } )?,
            )+
        }

        impl $family {
            /// Every reason of this family.
            pub(super) const ENTRIES: &[$crate::refusal::ReasonEntry] = &[$(
                $crate::refusal::ReasonEntry {
                    family: $word,
                    name: stringify!($variant),
                    doc: $doc,
                    problem: $problem,
                    rule: reasons!(@rule $($( $rule )?)?),
                    azure: reasons!(@azure $($( $status $code $certainty $source [$( $message )?] )?)?),
                },
            )+];

            /// Returns its entry in the registry.
            pub(super) fn entry(&self) -> &'static $crate::refusal::ReasonEntry {
                enum Position { $($variant),+ }
                let position = match self {
                    $(Self::$variant { .. } => Position::$variant,)+
                };
                &Self::ENTRIES[position as usize]
            }

            /// Says what is wrong, without the value.
            pub(super) fn problem(&self) -> String {
                match self {
                    $(Self::$variant $( { $($field),+ } )? => reasons!(@format $problem $( $($field)+ )?),)+
                }
            }

            /// Says what to do; `None`: the problem says it.
            pub(super) fn fix(&self) -> Option<String> {
                match self {
                    $(Self::$variant $( { $($field),+ } )? => {
                        $($(let _ = $field;)+)?
                        reasons!(@fix $($fix)?)
                    })+
                }
            }

            /// Lists its fields by name, each as it is written.
            pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$variant $( { $($field),+ } )? => vec![
                        $($((stringify!($field), $crate::refusal::field::ReasonField::shown($field)),)+)?
                    ],)+
                }
            }

            /// Lists the other objects that it names.
            pub(super) fn related(&self) -> Vec<&$crate::refusal::Related> {
                match self {
                    $(Self::$variant $( { $($field),+ } )? => {
                        #[allow(unused_mut, reason = "reasons without fields add nothing")]
                        let mut related = Vec::new();
                        $($(related.extend($crate::refusal::field::ReasonField::related($field));)+)?
                        related
                    })+
                }
            }
        }
    };
    (@format $problem:literal $($field:ident)*) => {{
        $(let _ = $field;)*
        format!($problem)
    }};
    (@rule) => { None };
    (@rule $rule:ident) => { Some($crate::rules::$rule) };
    (@azure) => { None };
    (@azure $status:literal $code:literal $certainty:ident $source:literal [$( $message:literal )?]) => {
        Some($crate::refusal::AzureError {
            status: $status,
            code: $code,
            certainty: $crate::refusal::Certainty::$certainty,
            source: $source,
            message: reasons!(@message $( $message )?),
        })
    };
    (@message) => { None };
    (@message $message:literal) => { Some($message) };
    (@fix) => { None };
    (@fix ($field:ident)) => { $crate::refusal::field::Advice::advice($field) };
    (@fix $fix:literal) => { Some(format!($fix)) };
}
pub(super) use reasons;
