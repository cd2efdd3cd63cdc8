//! The macro that declares a kind of object, with all that is known about it in one place.

/// Declares a kind of object: its struct, its table in the schema, its reader and its writer.
///
/// First its table: the path; its role (`object`: where a value is refused, there is no object; `part`: then there is nothing
/// that has it, either; `settings`: then the default stays); whether it is `small` or `large`, so that a file has it between
/// braces or under a header; its resource of azurerm and its type in ARM. Then its fields in the order of the reference page,
/// each with its doc, its name (`as` another name in a file), its type, and its key: `required(kind)`,
/// `default(kind, value)`, `otherwise(kind, words)`, or `shared(key)` of several tables. `[azurerm]` says that azurerm's
/// argument has the name of the key, `[azurerm "..."]` which it is. At the end stand keys that a later version brings.
///
/// It makes `TABLE`, and `with`, which takes the fields that must be there and gives every other one its default.
macro_rules! declare {
    (
        #[table($path:literal, $role:ident, $size:ident, azurerm: $azurerm:tt, arm: $arm:expr)]
        $(#[doc = $doc:literal])+
        pub struct $object:ident {
            $(
                $(#[doc = $field_doc:literal])+
                $field:ident $(as $key:literal)?: $type:ty = $form:ident $details:tt $([$($argument:tt)+])?,
            )*
            $(later [$($later:expr),+])?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq)]
        pub struct $object {
            $($(#[doc = $field_doc])+ pub $field: $type,)*
            /// The table.
            pub site: $crate::located::Site,
        }

        impl $object {
            /// Its table in the schema.
            pub const TABLE: $crate::schema::Table = $crate::schema::Table {
                path: $path,
                doc: concat!($($doc),+).trim_ascii(),
                keys: &[
                    $(declare!(
                        @azurerm declare!(
                            @key $form $details,
                            declare!(@name $field $($key)?),
                            concat!($($field_doc),+).trim_ascii()
                        ),
                        $azurerm, [$field $($key)?] $(, [$($argument)+])?
                    ),)*
                    $($($later,)+)?
                ],
                azurerm: declare!(@resource $azurerm),
                arm: $arm,
                is_small: declare!(@is_small $size),
            };
        }

        impl $crate::form::Declared for $object {
            const STANDS_ALONE: bool = declare!(@stands_alone $role);

            fn read_fields(reader: &mut $crate::walk::TableReader<'_, '_>) -> Option<Self> {
                declare!(@positions $($field)*);
                $(let $field: Option<$type> = declare!(@read $role, reader, FieldPosition::$field as usize);)*
                Some(Self { $($field: $field?,)* site: reader.site.clone() })
            }

            fn write_fields(&self, table: &'static $crate::schema::Table) -> $crate::raw::RawTable<'_> {
                declare!(@positions $($field)*);
                let mut written = $crate::raw::RawTable::default();
                $({
                    let key = &table.keys[FieldPosition::$field as usize];
                    if let Some(data) = $crate::form::FieldValue::write(&self.$field, key) {
                        written.push(key.name, data);
                    }
                })*
                written
            }

            fn check_fields(
                &self,
                table: &'static $crate::schema::Table,
                refusals: &mut $crate::refusal::Refusals,
            ) -> bool {
                declare!(@positions $($field)*);
                let mut is_whole = true;
                $({
                    let kind = table.keys[FieldPosition::$field as usize].kind;
                    is_whole &= $crate::form::FieldValue::check(&self.$field, kind, refusals);
                })*
                is_whole
            }

            fn retain_fields(
                &mut self,
                table: &'static $crate::schema::Table,
                refusals: &mut $crate::refusal::Refusals,
            ) {
                declare!(@positions $($field)*);
                $({
                    let kind = table.keys[FieldPosition::$field as usize].kind;
                    $crate::form::FieldValue::retain(&mut self.$field, kind, refusals);
                })*
            }
        }

        declare!(@with $object [$($field)*] [] [] ; $({ $field [$type] $form })*);
    };

    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $key:literal) => { $key };

    (@key required($kind:expr), $name:expr, $doc:expr) => { $crate::schema::Key::required($name, $kind, $doc) };
    (@key default($kind:expr, $value:literal), $name:expr, $doc:expr) => {
        $crate::schema::Key::optional($name, $kind, $value, $doc)
    };
    (@key otherwise($kind:expr, $words:literal), $name:expr, $doc:expr) => {
        $crate::schema::Key::described($name, $kind, $words, $doc)
    };
    (@key shared($key:expr), $name:expr, $doc:expr) => { $key };

    (@azurerm $key:expr, $resource:tt, [$($name:tt)+]) => { $key };
    (@azurerm $key:expr, $resource:tt, [$($name:tt)+], [azurerm]) => {
        $key.azurerm(concat!($resource, ".", declare!(@name $($name)+)))
    };
    (@azurerm $key:expr, $resource:tt, [$($name:tt)+], [azurerm $argument:literal]) => { $key.azurerm($argument) };

    (@resource none) => { None };
    (@resource $resource:literal) => { Some($resource) };

    (@is_small small) => { true };
    (@is_small large) => { false };

    (@stands_alone object) => { true };
    (@stands_alone part) => { false };
    (@stands_alone settings) => { false };

    (@read settings, $reader:ident, $position:expr) => { $reader.setting($position) };
    (@read $role:ident, $reader:ident, $position:expr) => { $reader.field($position) };

    (@positions $($field:ident)*) => {
        #[allow(non_camel_case_types, dead_code, reason = "fields by name, of which some functions need a few")]
        enum FieldPosition { $($field),* }
    };

    (@with $object:ident [$($field:ident)*] [$($given:ident: $given_type:ty,)*] [$($other:ident)*] ;) => {
        impl $object {
            /// Describes one that came by no file, with every other value at its default.
            #[allow(dead_code, reason = "not every kind is built in code")]
            pub(crate) fn with($($given: $given_type),*) -> Self {
                declare!(@positions $($field)*);
                Self {
                    $($given,)*
                    $($other: $crate::form::default_of(&Self::TABLE.keys[FieldPosition::$other as usize]),)*
                    site: $crate::located::Site::code(),
                }
            }
        }
    };
    (
        @with $object:ident $fields:tt [$($given:tt)*] $others:tt ;
        { $field:ident [$type:ty] required } $($rest:tt)*
    ) => {
        declare!(@with $object $fields [$($given)* $field: $type,] $others ; $($rest)*);
    };
    (
        @with $object:ident $fields:tt $given:tt [$($other:ident)*] ;
        { $field:ident [$type:ty] $form:ident } $($rest:tt)*
    ) => {
        declare!(@with $object $fields $given [$($other)* $field] ; $($rest)*);
    };
}
pub(crate) use declare;
