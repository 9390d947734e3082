//! The published shapes of the bodies that set records. What is read stands in `inputs`; these say the same in OpenAPI.

use crate::numbers::GUID_PATTERN;
use numberline_domain::Label;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, Object, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use super::members::{LARGEST, MOST};

/// Every spelling of a time that is taken.
const TIME_PATTERN: &str = concat!(
    // A year from 1 on with a day that every such month has; then the leap years' own day.
    "^(([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)-",
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))",
    "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29)",
    "[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,7})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
);

fn kind(of: Type, nullable: bool) -> SchemaType {
    if nullable { SchemaType::Array(vec![of, Type::Null]) } else { SchemaType::Type(of) }
}

fn pattern(pattern: &str, nullable: bool) -> Object {
    ObjectBuilder::new().schema_type(kind(Type::String, nullable)).pattern(Some(pattern)).build()
}

fn label(nullable: bool) -> Object {
    pattern(Label::PATTERN, nullable)
}

fn guid(nullable: bool) -> Object {
    pattern(GUID_PATTERN, nullable)
}

fn integer(least: i64, most: i64, nullable: bool) -> Object {
    ObjectBuilder::new().schema_type(kind(Type::Integer, nullable)).minimum(Some(least)).maximum(Some(most)).build()
}

fn list(of: Schema) -> Schema {
    Schema::Array(ArrayBuilder::new().items(RefOr::T(of)).max_items(Some(MOST)).build())
}

fn object() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Object).additional_properties(Some(AdditionalProperties::FreeForm(false)))
}

fn described(object: Object, description: &str) -> Object {
    let mut object = object;
    object.description = Some(description.to_owned());
    object
}

macro_rules! bodies {
    ($($(#[$doc:meta])* $name:ident: $schema:expr;)+) => { $(
        $(#[$doc])*
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }

        impl ToSchema for $name {}
    )+ };
}

bodies! {
    /// What a service is set to.
    ServiceBody: service().build();
    /// What an SBC is set to.
    SbcBody: object()
        .property("name", label(false))
        .required("name")
        .property("fqdn", label(true))
        .property("ipAddress", label(true))
        .build();
    /// What a channel is set to.
    ChannelBody: object()
        .property("name", label(false))
        .required("name")
        .property("msTenantId", guid(true))
        .property("description", label(true))
        .build();
    /// What a calling profile is set to.
    ProfileBody: object()
        .property("name", label(false))
        .required("name")
        .property("enviroment", label(true))
        .property("region", label(true))
        .property("carrier", label(true))
        .property("offerTypes", list(Schema::Object(
            object()
                .property("offerTypeName", label(false))
                .required("offerTypeName")
                .property("testNumbers", list(Schema::Object(label(false))))
                .build(),
        )))
        .property("emergencyDialStrings", list(Schema::Object(label(false))))
        .property("isEmergencyProfile", ObjectBuilder::new().schema_type(Type::Boolean))
        .property("emergencyProfileId", guid(true))
        .property("trunksEnrolled", list(Schema::Object(
            object()
                .property("trunkFqdn", label(false))
                .required("trunkFqdn")
                .property("trunkId", guid(false))
                .required("trunkId")
                .build(),
        )))
        .property("additionalSbcIds", list(Schema::Object(integer(0, LARGEST, false))))
        .property("validation", ObjectBuilder::new()
            .schema_type(kind(Type::Object, true))
            .property_names(Some(Schema::Object(label(false))))
            .additional_properties(Some(Schema::Object(label(false))))
            .max_properties(Some(MOST)))
        .build();
    /// What a lead is set to.
    LeadBody: object()
        .property("tenantId", guid(false))
        .required("tenantId")
        .property("status", described(label(false), "Microsoft's word, such as `Active`"))
        .required("status")
        .property("umpCustomerGuid", guid(true))
        .property("ovocChannelId", integer(0, LARGEST, true))
        .property("isDirectLead", ObjectBuilder::new().schema_type(Type::Boolean))
        .property("tenantOrigin", label(true))
        .property("operatorId", guid(true))
        .property("consentedOn", pattern(TIME_PATTERN, true))
        .property("lastModifiedOn", pattern(TIME_PATTERN, true))
        .property("consentedCountries", list(Schema::Object(label(false))))
        .property("contactDetails", contact(true))
        .property("contacts", list(Schema::Object(contact(false))))
        .property("comments", label(true))
        .build();
}

fn service() -> ObjectBuilder {
    let site = object()
        .property("id", described(guid(true), "Left out, a new SIP connection gets one"))
        .property("name", label(true))
        .property("sbcId", integer(0, LARGEST, false))
        .required("sbcId")
        .property("sbcDeploymentState", label(true))
        .property("sbcConfigurationType", label(true));
    object()
        .property(
            "msTenantId",
            described(guid(false), "Needed to make a service; one that exists stays with its tenant"),
        )
        .property("customerShortName", label(true))
        .property("customerFullName", label(true))
        .property("msCompanyName", label(true))
        .property("msDefaultDomain", label(true))
        .property("licenseType", described(integer(0, 5, true), "The vendor's number: 3 OC Essential to 5 OC Pro"))
        .property("licensedUsersCount", integer(0, LARGEST, true))
        .property("ovocChannelId", described(integer(0, LARGEST, false), "0 is none"))
        .property("consentedOn", pattern(TIME_PATTERN, true))
        .property("tenantCallingProfileId", integer(0, LARGEST, true))
        .property("ocSipConnectionName", label(true))
        .property("ocSipConnectionDescription", label(true))
        .property("siteLocation", list(Schema::Object(site.build())))
}

fn contact(nullable: bool) -> Object {
    let names = ["fullName", "email", "phoneNumber", "companyName", "companySize"];
    let contact = object().schema_type(kind(Type::Object, nullable));
    names.into_iter().fold(contact, |contact, name| contact.property(name, label(true))).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use numberline_domain::Ticks;

    #[test]
    fn the_pattern_of_times_is_what_is_taken() {
        let pattern = regex::Regex::new(TIME_PATTERN).unwrap();
        for text in [
            "2026-02-16T16:17:56.1427926+00:00",
            "2024-02-29t23:59:59z",
            "2000-02-29T00:00:00-23:59",
            "0001-01-01T00:00:00.10000000000Z",
            "2020-12-31T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00.12345678Z",
            "2026-01-01T00:00:00",
            "2026-01-01 00:00:00Z",
        ] {
            assert_eq!(pattern.is_match(text), Ticks::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn the_pattern_of_labels_is_what_is_taken() {
        let pattern = regex::Regex::new(Label::PATTERN).unwrap();
        for text in ["x", "two\nlines", "", "\u{85}", "\u{a0}", &"é".repeat(255), &"é".repeat(256)] {
            assert_eq!(pattern.is_match(text), Label::parse(text).is_ok(), "{text:?}");
        }
    }
}
