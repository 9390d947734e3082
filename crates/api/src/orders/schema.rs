//! The published shapes of the bodies that order something. The reader of bodies is held against them by a test.

use crate::numbers::text;
use numberline_domain::Label;
use numberline_service::order::MOST_NUMBERS;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, Object, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{OneOfBuilder, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::input::{LONGEST_NAME, LONGEST_WORD, MOST_CAPABILITIES, NEWEST_WORKFLOW};

/// What a telephone number in a body has to be.
const PHONE: &str = r"^\+[1-9][0-9]{2,14}$";
/// What a word for a usage or a capability has to be.
const WORD: &str = "^[A-Za-z0-9]+$";

macro_rules! schemas {
    ($( $(#[$doc:meta])* $name:ident = $word:literal: $schema:expr; )*) => { $(
        $(#[$doc])*
        pub(crate) struct $name;

        impl ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                $word.into()
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }
    )* };
}

schemas! {
    /// The body of an upload.
    UploadRequest = "UploadRequest": upload();
    /// The body of a release.
    ReleaseRequest = "ReleaseRequest": release();
    /// The body of a release of ranges.
    ReleaseRanges = "ReleaseRanges": release_ranges();
    /// The body of an unassignment.
    UnassignRequest = "UnassignRequest": telephone_numbers(MOST_NUMBERS);
    /// The body of a check.
    CheckRequest = "CheckRequest": check();
    /// A range of numbers.
    NumberRange = "NumberRange": range();
}

fn upload() -> Object {
    let capabilities = nullable_list(word(), MOST_CAPABILITIES)
        .description(Some("What they shall be able to do; absent for InboundCalling and OutboundCalling"));
    object()
        .description(Some("At least one number, in a list or a range; in all at most as many as the list may have"))
        .property("callingProfile", nullable_text(LONGEST_NAME, Label::PATTERN, "Name or GUID of the calling profile"))
        .property(
            "usage",
            nullable_text(
                LONGEST_WORD,
                WORD,
                "What they are for, such as CallingUserAssignment (which it is when absent), FirstPartyAppAssignment or \
                 ConferenceAssignment",
            ),
        )
        .property(
            "additionalUsage",
            nullable_text(LONGEST_WORD, WORD, "What else they are for; needs workflow version 3"),
        )
        .property("capabilities", capabilities)
        .property("phoneNumbersList", nullable_list(text(PHONE), MOST_NUMBERS))
        .property("phoneNumberRanges", nullable_list(Ref::from_schema_name("NumberRange"), MOST_NUMBERS))
        .property("ticketId", nullable_text(LONGEST_NAME, Label::PATTERN, "The request that they belong to, elsewhere"))
        .property(
            "workflowVersion",
            ObjectBuilder::new()
                .schema_type(SchemaType::from_iter([Type::Integer, Type::Null]))
                .minimum(Some(1))
                .maximum(Some(NEWEST_WORKFLOW)),
        )
        .examples([serde_json::json!({
            "callingProfile": "ab86ef82-ce9e-4ead-befb-4aa954b64872",
            "usage": "CallingUserAssignment",
            "capabilities": ["InboundCalling", "OutboundCalling"],
            "phoneNumbersList": ["+441632960001"],
            "phoneNumberRanges": [{ "start": "+441632960100", "end": "+441632960199" }],
            "workflowVersion": NEWEST_WORKFLOW,
        })])
        .build()
}

fn release() -> Schema {
    OneOfBuilder::new()
        .item(ArrayBuilder::new().items(text(PHONE)).max_items(Some(MOST_NUMBERS)))
        .item(Ref::from_schema_name("ReleaseRanges"))
        .examples([serde_json::json!(["+441632960001", "+441632960002"])])
        .build()
        .into()
}

fn release_ranges() -> Object {
    let ranges = ArrayBuilder::new().items(Ref::from_schema_name("NumberRange")).max_items(Some(MOST_NUMBERS));
    object().property("phoneNumberRanges", ranges).required("phoneNumberRanges").build()
}

/// The body that names up to so many numbers.
pub(crate) fn telephone_numbers(most: usize) -> Object {
    let numbers = ArrayBuilder::new().items(text(PHONE)).min_items(Some(1)).max_items(Some(most));
    object()
        .property("telephoneNumbers", numbers)
        .required("telephoneNumbers")
        .examples([serde_json::json!({ "telephoneNumbers": ["+448718943000"] })])
        .build()
}

fn check() -> Object {
    let numbers = nullable_list(text(PHONE), MOST_NUMBERS).min_items(Some(1));
    let numbers = numbers.description(Some("Absent or null for all of the tenant's that are active"));
    object()
        .property("telephoneNumbers", numbers)
        .examples([serde_json::json!({ "telephoneNumbers": ["+448718943000"] })])
        .build()
}

fn range() -> Object {
    object()
        .description(Some("Both included; of one length and country"))
        .property("start", text(PHONE))
        .property("end", text(PHONE))
        .required("start")
        .required("end")
        .build()
}

fn object() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)))
}

fn word() -> Object {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(WORD)).max_length(Some(LONGEST_WORD)).build()
}

fn nullable_text(longest: usize, pattern: &str, description: &str) -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .min_length(Some(1))
        .max_length(Some(longest))
        .pattern(Some(pattern))
        .description(Some(description))
        .build()
}

fn nullable_list(items: impl Into<RefOr<Schema>>, most: usize) -> ArrayBuilder {
    ArrayBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Array, Type::Null]))
        .items(items.into())
        .max_items(Some(most))
}
