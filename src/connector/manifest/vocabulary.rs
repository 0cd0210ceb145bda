//! The names that a manifest may use: component types, their fields, and types that are implied.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::nearest;

/// One line per component type of the ecosystem's schema (airbyte-cdk 7): its fields. A `!` marks
/// what must be there, a `~` what this build knows of but does not run.
const COMPONENTS: &str = "
AddFields: fields! condition
AddedFieldDefinition: path! value! value_type
ApiKey: inject_into! api_token
ApiKeyAuthenticator: api_token header inject_into
AsyncJobStatusMap: running! completed! failed! timeout! skipped
AsyncRetriever: record_selector! status_mapping! status_extractor! creation_requester! polling_requester! download_requester! download_target_extractor download_extractor polling_job_timeout failed_retry_wait_time_in_seconds download_target_requester download_paginator abort_requester delete_requester partition_router decoder download_decoder name primary_key
BasicHttpAuthenticator: username! password
Bearer:
BearerAuthenticator: api_token!
CheckDynamicStream: stream_count! use_check_availability config_overrides
CheckStream: stream_names dynamic_streams_check_configs config_overrides
CombinedExtractor: extractors! mode skip_empty_records
ComplexFieldType: field_type! items
ComponentMappingDefinition: field_path! value! value_type create_or_update condition
CompositeErrorHandler: error_handlers!
ConcurrencyLevel: default_concurrency! max_concurrency
ConditionalStreams: condition! streams!
ConfigAddFields: fields! condition
ConfigComponentsResolver: stream_config! components_mapping!
ConfigMigration: description transformations!
ConfigNormalizationRules: config_migrations transformations validations
ConfigRemapField: map! field_path!
ConfigRemoveFields: field_pointers! condition
ConstantBackoffStrategy: backoff_time_in_seconds! jitter_range_in_seconds
CsvDecoder: encoding delimiter set_values_to_none
CursorPagination: cursor_value! page_size stop_condition decoder
DatetimeBasedCursor: cursor_field! datetime_format! start_datetime! end_datetime cursor_datetime_formats start_time_option end_time_option cursor_granularity is_data_feed is_client_side_incremental is_compare_strictly global_substream_cursor lookback_window partition_field_start partition_field_end step clamping allow_catalog_defined_cursor_field name
DeclarativeSource: check! version! streams dynamic_streams schemas definitions spec concurrency_level api_budget stream_groups max_concurrent_async_job_count metadata description
DeclarativeStream: retriever! name incremental_sync primary_key schema_loader transformations state_migrations file_uploader
DefaultErrorHandler: backoff_strategies max_retries response_filters
DefaultPaginator: pagination_strategy! page_size_option page_token_option decoder url_base
DpathExtractor: field_path! record_expander decoder
DpathFlattenFields: field_path! delete_origin_value replace_record key_transformation
DpathValidator: field_path! validation_strategy!
DynamicDeclarativeStream: name stream_template! components_resolver! use_parent_parameters
DynamicSchemaLoader: retriever! schema_filter schema_transformations schema_type_identifier!
DynamicStreamCheckConfig: dynamic_stream_name! stream_count
ExponentialBackoffStrategy: factor jitter_range_in_seconds
FileUploader: requester! download_target_extractor! file_extractor filename_extractor
FixedWindowCallRatePolicy: period! call_limit! matchers!
FlattenFields: flatten_lists
GroupByKeyMergeStrategy: key!
GroupingPartitionRouter: group_size! underlying_partition_router! deduplicate
GzipDecoder: decoder!
HTTPAPIBudget: policies! ratelimit_reset_header ratelimit_remaining_header status_codes_for_ratelimit_hit
HttpComponentsResolver: retriever! components_mapping!
HttpRequestRegexMatcher: method url_base url_path_pattern params headers weight
HttpRequester: url_base url path http_method authenticator fetch_properties_from_endpoint query_properties request_parameters request_headers request_body_data request_body_json request_body error_handler use_cache connect_timeout_in_seconds read_timeout_in_seconds use_tcp_keepalive name
HttpResponseFilter: action failure_type error_message error_message_contains http_codes predicate
IncrementingCountCursor: cursor_field! allow_catalog_defined_cursor_field start_value start_value_option
InlineSchemaLoader: schema
IterableDecoder:
JsonDecoder:
JsonFileSchemaLoader: file_path
JsonItemsDecoder: items_path! encoding
JsonSchemaPropertySelector: transformations
JsonlDecoder:
JwtAuthenticator: secret_key! algorithm! base64_encode_secret_key token_duration header_prefix jwt_headers additional_jwt_headers jwt_payload additional_jwt_payload passphrase request_option
KeyTransformation: prefix suffix
KeysReplace: old! new!
KeysToLower:
KeysToSnakeCase:
LegacySessionTokenAuthenticator: header! login_url! session_token_response_key! validate_session_url! session_token username password
LegacyToPerPartitionStateMigration:
ListPartitionRouter: cursor_field! values! request_option
MinMaxDatetime: datetime! datetime_format max_datetime min_datetime
MovingWindowCallRatePolicy: rates! matchers!
NoAuth:
NoPagination:
OAuthAuthenticator: client_id_name client_id client_secret_name client_secret refresh_token_name refresh_token token_refresh_endpoint access_token_name access_token_value expires_in_name grant_type_name grant_type refresh_request_body refresh_request_headers send_refresh_request_as_query_params scopes token_expiry_date token_expiry_date_format refresh_token_error_status_codes refresh_token_error_key refresh_token_error_values refresh_token_updater profile_assertion use_profile_assertion
OffsetIncrement: page_size inject_on_first_request
PageIncrement: page_size start_from_page inject_on_first_request
PageSizeReduction: reduction_factor minimum_page_size max_attempts backoff_seconds retries_at_minimum_page_size failure_message reset_policy
PaginationReset: action! limits
PaginationResetLimits: number_of_records
ParametrizedComponentsResolver: stream_parameters! components_mapping!
ParentFieldPath: parent_path! record_path!
ParentStreamConfig: parent_key! partition_field! stream! request_option incremental_dependency lazy_read_pointer~ extra_fields
PredicateValidator: value! validation_strategy!
PropertiesFromEndpoint: property_field_path! retriever!
PropertyChunking: property_limit_type! property_limit record_merge_strategy
QueryProperties: property_list! always_include_properties property_chunking property_selector
QuotaStatusSource: url! http_method request_headers unavailable_status_codes
Rate: limit! interval!
RateLimitedMultipleTokenAuthenticator: tokens! quota_status_source! quotas! token_delimiter auth_method header max_wait_time budget_reserve_fraction budget_min_reserve
RecordExpander: expand_records_from_field! remain_original_record parent_fields merge_parent on_no_records truncation_indicator_path truncated_list_retriever~
RecordFilter: condition
RecordSelector: extractor! record_filter schema_normalization transform_before_filtering
RemoveFields: field_pointers! condition
RequestBodyGraphQL: value!
RequestBodyJsonObject: value!
RequestBodyPlainText: value!
RequestBodyUrlEncodedForm: value!
RequestOption: inject_into! field_name field_path
RequestPath:
RequestWindowSplitting: failure_message min_split_window
ResponseToFileExtractor: preserve_na_values
SchemaTypeIdentifier: schema_pointer key_pointer! type_pointer types_mapping
SelectiveAuthenticator: authenticator_selection_path! authenticators!
SessionTokenAuthenticator: login_requester! session_token_path! request_authentication! expiration_duration decoder
SimpleRetriever: record_selector! requester! decoder paginator pagination_reset page_size_reduction request_window_splitting ignore_stream_slicer_parameters_on_paginated_requests partition_router name primary_key
Spec: connection_specification! documentation_url advanced_auth config_normalization_rules
StateDelegatingStream: name! full_refresh_stream! incremental_stream! api_retention_period
StreamConfig: configs_pointer! default_values
StreamParametersDefinition: list_of_parameters_for_stream!
SubstreamPartitionRouter: parent_stream_configs!
TokenQuota: name! remaining_path! reset_path! limit_path matchers remaining_header reset_header limit_header exhaustion_status_codes
TypesMap: target_type! current_type! condition
UnionPartitionRouter: partition_routers! partition_field!
UnlimitedCallRatePolicy: matchers!
ValidateAdheresToSchema: base_schema!
WaitTimeFromHeader: header! regex max_waiting_time_in_seconds
WaitTimeFromResponse: wait_time_in_seconds! max_waiting_time_in_seconds
WaitUntilTimeFromHeader: header! min_wait regex max_waiting_time_in_seconds
XmlDecoder:
ZipfileDecoder: decoder!
";

/// `component.field` → the type of a component there that does not say it.
const IMPLIED: &[(&str, &str)] = &[
    ("CompositeErrorHandler.error_handlers", "DefaultErrorHandler"),
    ("CursorPagination.decoder", "JsonDecoder"),
    ("DatetimeBasedCursor.end_datetime", "MinMaxDatetime"),
    ("DatetimeBasedCursor.end_time_option", "RequestOption"),
    ("DatetimeBasedCursor.start_datetime", "MinMaxDatetime"),
    ("DatetimeBasedCursor.start_time_option", "RequestOption"),
    ("DeclarativeSource.check", "CheckStream"),
    ("DeclarativeSource.spec", "Spec"),
    ("DeclarativeSource.streams", "DeclarativeStream"),
    ("DeclarativeStream.retriever", "SimpleRetriever"),
    ("DeclarativeStream.schema_loader", "JsonFileSchemaLoader"),
    ("DefaultErrorHandler.response_filters", "HttpResponseFilter"),
    ("DefaultPaginator.decoder", "JsonDecoder"),
    ("DefaultPaginator.page_size_option", "RequestOption"),
    ("DpathExtractor.decoder", "JsonDecoder"),
    ("DpathExtractor.record_expander", "RecordExpander"),
    ("DynamicDeclarativeStream.stream_template", "DeclarativeStream"),
    ("HttpRequester.error_handler", "DefaultErrorHandler"),
    ("ListPartitionRouter.request_option", "RequestOption"),
    ("ParentStreamConfig.request_option", "RequestOption"),
    ("ParentStreamConfig.stream", "DeclarativeStream"),
    ("RecordSelector.extractor", "DpathExtractor"),
    ("RecordSelector.record_filter", "RecordFilter"),
    ("SimpleRetriever.paginator", "NoPagination"),
    ("SimpleRetriever.record_selector", "RecordSelector"),
    ("SimpleRetriever.requester", "HttpRequester"),
    ("SubstreamPartitionRouter.parent_stream_configs", "ParentStreamConfig"),
    ("AddFields.fields", "AddedFieldDefinition"),
    ("ApiKeyAuthenticator.inject_into", "RequestOption"),
    ("DefaultPaginator.page_token_option", "RequestOption"),
    ("DpathFlattenFields.key_transformation", "KeyTransformation"),
    ("GroupingPartitionRouter.underlying_partition_router", "SubstreamPartitionRouter"),
    ("RecordExpander.parent_fields", "ParentFieldPath"),
    ("DeclarativeSource.api_budget", "HTTPAPIBudget"),
    ("DeclarativeSource.concurrency_level", "ConcurrencyLevel"),
    ("FixedWindowCallRatePolicy.matchers", "HttpRequestRegexMatcher"),
    ("MovingWindowCallRatePolicy.matchers", "HttpRequestRegexMatcher"),
    ("MovingWindowCallRatePolicy.rates", "Rate"),
    ("RateLimitedMultipleTokenAuthenticator.quota_status_source", "QuotaStatusSource"),
    ("RateLimitedMultipleTokenAuthenticator.quotas", "TokenQuota"),
    ("TokenQuota.matchers", "HttpRequestRegexMatcher"),
    ("UnlimitedCallRatePolicy.matchers", "HttpRequestRegexMatcher"),
    ("HttpRequester.fetch_properties_from_endpoint", "PropertiesFromEndpoint"),
    ("HttpRequester.query_properties", "QueryProperties"),
    ("PropertiesFromEndpoint.retriever", "SimpleRetriever"),
    ("PropertyChunking.record_merge_strategy", "GroupByKeyMergeStrategy"),
    ("QueryProperties.property_chunking", "PropertyChunking"),
    ("QueryProperties.property_list", "PropertiesFromEndpoint"),
    ("QueryProperties.property_selector", "JsonSchemaPropertySelector"),
    ("PaginationReset.limits", "PaginationResetLimits"),
    ("SimpleRetriever.page_size_reduction", "PageSizeReduction"),
    ("SimpleRetriever.pagination_reset", "PaginationReset"),
    ("SimpleRetriever.request_window_splitting", "RequestWindowSplitting"),
    ("AsyncRetriever.abort_requester", "HttpRequester"),
    ("AsyncRetriever.creation_requester", "HttpRequester"),
    ("AsyncRetriever.delete_requester", "HttpRequester"),
    ("AsyncRetriever.download_requester", "HttpRequester"),
    ("AsyncRetriever.download_target_extractor", "DpathExtractor"),
    ("AsyncRetriever.download_target_requester", "HttpRequester"),
    ("AsyncRetriever.polling_requester", "HttpRequester"),
    ("AsyncRetriever.record_selector", "RecordSelector"),
    ("AsyncRetriever.status_extractor", "DpathExtractor"),
    ("AsyncRetriever.status_mapping", "AsyncJobStatusMap"),
    ("CheckStream.dynamic_streams_check_configs", "DynamicStreamCheckConfig"),
    ("ConditionalStreams.streams", "DeclarativeStream"),
    ("ConfigComponentsResolver.components_mapping", "ComponentMappingDefinition"),
    ("ConfigComponentsResolver.stream_config", "StreamConfig"),
    ("ConfigNormalizationRules.config_migrations", "ConfigMigration"),
    ("DynamicSchemaLoader.retriever", "SimpleRetriever"),
    ("DynamicSchemaLoader.schema_type_identifier", "SchemaTypeIdentifier"),
    ("HttpComponentsResolver.components_mapping", "ComponentMappingDefinition"),
    ("HttpComponentsResolver.retriever", "SimpleRetriever"),
    ("ParametrizedComponentsResolver.components_mapping", "ComponentMappingDefinition"),
    ("ParametrizedComponentsResolver.stream_parameters", "StreamParametersDefinition"),
    ("SchemaTypeIdentifier.types_mapping", "TypesMap"),
    ("Spec.config_normalization_rules", "ConfigNormalizationRules"),
];

/// A component type's field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldRule {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    /// Known, but a stream that uses it cannot run in this build.
    pub(crate) later: bool,
}

static TABLE: LazyLock<BTreeMap<&'static str, Vec<FieldRule>>> = LazyLock::new(|| {
    let lines = COMPONENTS.lines().filter_map(|line| line.split_once(':'));
    lines
        .map(|(kind, fields)| (kind, fields.split_whitespace().map(field_rule).collect()))
        .collect()
});

fn field_rule(word: &'static str) -> FieldRule {
    let name = word.trim_end_matches(['!', '~']);
    FieldRule { name, required: word.ends_with('!'), later: word.ends_with('~') }
}

/// The fields of a component type that this build runs.
pub(crate) fn fields(kind: &str) -> Option<&'static [FieldRule]> {
    TABLE.get(kind).map(Vec::as_slice)
}

/// The type of a component under a field of another when it does not say it.
pub(crate) fn implied(parent: &str, field: &str) -> Option<&'static str> {
    let place = format!("{parent}.{field}");
    IMPLIED.iter().find(|(known, _)| *known == place).map(|(_, kind)| *kind)
}

/// Every type there is.
pub(crate) fn kinds() -> impl Iterator<Item = &'static str> {
    TABLE.keys().copied()
}

/// `; did you mean …?` or nothing.
pub(crate) fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest::hint(nearest::slip(word, known))
}

/// Names for a sentence: the first few, and how many more there are.
pub(crate) fn listed(names: &[&str]) -> String {
    const MOST: usize = 12;
    let first: Vec<&str> = names.iter().copied().take(MOST).collect();
    let more = names.len() - first.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", first.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_of_names_is_cut_and_says_so() {
        assert_eq!(listed(&["a", "b"]), "a, b");
        assert_eq!(listed(&["x"; 14]), format!("{} and 2 more", ["x"; 12].join(", ")));
    }

    #[test]
    fn implied_types_are_types() {
        for (place, kind) in IMPLIED {
            let parent = place.split('.').next().unwrap_or_default();
            assert!(fields(kind).is_some() && fields(parent).is_some(), "{place} → {kind}");
        }
    }
}
