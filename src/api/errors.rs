//! What a client may read of a failure. Nothing else in this room writes an error's text for others.

use async_graphql::{Context, ContextBase, Error, Positioned, ServerError};
use tracing::{error, warn};

use crate::store::StoreError;

/// A failure as a client sees it. Cheap to clone: one cause may fail many fields.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum ApiError {
    /// The question is wrong; the message says what would be right.
    #[error("{0}")]
    BadInput(String),
    /// The question names something that is not there.
    #[error("{0}")]
    NotFound(String),
    /// The viewer may not; the message says what would be needed.
    #[error("{0}")]
    Forbidden(String),
    /// What is asked for is not kept any more; the message says what to do instead.
    #[error("{0}")]
    TooOld(String),
    /// A value could not be measured; the message holds no record's value.
    #[error("{0}")]
    Unmeasured(String),
    /// A source could not be read; the message holds no secret.
    #[error("{0}")]
    Source(String),
    /// This process cannot do it; the message says which one can.
    #[error("{0}")]
    Unavailable(String),
    /// The database was given only so long for it.
    #[error(
        "this part was not answered in the time that a request has; ask less at once, or narrow the filter"
    )]
    TooLong,
    /// Our fault. The cause is in the log under the reference.
    #[error("the hub could not answer this part; the log says why under reference {reference}")]
    Internal {
        /// Stands in the log line too.
        reference: String,
    },
}

pub(super) type Result<T> = std::result::Result<T, ApiError>;

impl ApiError {
    /// Logs the cause, once, and hides it behind a reference.
    pub(super) fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        let reference = format!("{:012x}", fastrand::u64(..1 << 48));
        error!(reference, cause = chain(cause), "An answer failed");
        Self::Internal { reference }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::BadInput(_) => "BAD_INPUT",
            Self::NotFound(_) => "NOT_FOUND",
            Self::Forbidden(_) => "FORBIDDEN",
            Self::TooOld(_) => "TOO_OLD",
            Self::Unmeasured(_) => "UNMEASURED",
            Self::Source(_) => "SOURCE_FAILED",
            Self::Unavailable(_) => "UNAVAILABLE",
            Self::TooLong => "TIMEOUT",
            Self::Internal { .. } => "INTERNAL",
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(cause: StoreError) -> Self {
        if let StoreError::TooLong { doing } = cause {
            warn!(doing, "A statement took too long and was ended: {doing}");
            return Self::TooLong;
        }
        Self::internal(&cause)
    }
}

/// Gives an error of an answer its code, and its reference when it has one. What comes from the
/// GraphQL machinery itself (a typo in the query, a limit) is the asker's to mend.
pub(super) fn finish(error: &mut ServerError) {
    let failure = error.source::<ApiError>().cloned();
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", failure.as_ref().map_or("BAD_QUERY", ApiError::code));
    if let Some(ApiError::Internal { reference }) = failure {
        extensions.set("reference", reference);
    }
}

/// The value, or `null` with an error at this field's path, so that the rest still answers.
pub(super) fn partial<T>(ctx: &Context<'_>, outcome: Result<T>) -> Option<T> {
    match outcome {
        Ok(value) => Some(value),
        Err(failure) => {
            report(ctx, failure);
            None
        }
    }
}

/// Adds an error at this field's path beside its value.
pub(super) fn report<T>(ctx: &ContextBase<'_, &Positioned<T>>, failure: ApiError) {
    let error = Error::from(failure).into_server_error(ctx.item.pos);
    ctx.add_error(ctx.set_error_path(error));
}

/// A cause with its causes, for the log.
fn chain(cause: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(cause), |cause| cause.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_failure_tells_its_reference_and_not_its_cause() {
        let cause = StoreError::Contradiction("password hunter2".to_owned());
        let error = Error::from(ApiError::from(cause));
        let mut error = error.into_server_error(async_graphql::Pos::default());
        finish(&mut error);
        assert!(!error.message.contains("hunter2"));
        let extensions = error.extensions.expect("a code");
        assert_eq!(extensions.get("code"), Some(&"INTERNAL".into()));
        assert!(extensions.get("reference").is_some());
    }
}
