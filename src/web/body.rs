//! Bodies of requests: whole, or refused in a way that the client gets to see.
//!
//! Who answers and hangs up while the other side still writes takes the answer away with the
//! connection. So a body that is too large is read on for a while, unkept, before its refusal.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;

/// Longest body of a request in bytes.
pub(super) const MOST_BYTES: usize = 2 << 20;
/// So much of a body that is too large is read all the same.
const MOST_IGNORED: usize = 16 * MOST_BYTES;
/// And for so long.
const MOST_PATIENCE: Duration = Duration::from_secs(5);

/// The body of a request, at most [`MOST_BYTES`] long.
pub(super) struct Whole(pub(super) Bytes);

/// Why a body is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoBody {
    TooLarge,
    BrokenOff,
}

impl NoBody {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BrokenOff => StatusCode::BAD_REQUEST,
        }
    }

    /// What is wrong, for a message that begins with what the body was to be (`a delivery`).
    pub(super) fn message(self, what: &str) -> String {
        match self {
            Self::TooLarge => format!("{what} has at most {MOST_BYTES} bytes"),
            Self::BrokenOff => "the body could not be read".to_owned(),
        }
    }
}

impl IntoResponse for NoBody {
    fn into_response(self) -> Response {
        (self.status(), self.message("a request")).into_response()
    }
}

impl<S: Sync> FromRequest<S> for Whole {
    type Rejection = NoBody;

    async fn from_request(request: Request, _: &S) -> Result<Self, NoBody> {
        read(request.into_body(), MOST_PATIENCE).await.map(Self)
    }
}

async fn read(body: Body, patience: Duration) -> Result<Bytes, NoBody> {
    let mut pieces = body.into_data_stream();
    let mut whole = Vec::new();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| NoBody::BrokenOff)?;
        if whole.len() + piece.len() > MOST_BYTES {
            drop(whole);
            let mut ignored = 0;
            let ignore = async {
                while let Some(Ok(piece)) = pieces.next().await
                    && ignored < MOST_IGNORED
                {
                    ignored += piece.len();
                }
            };
            // An answer is due either way.
            tokio::time::timeout(patience, ignore).await.ok();
            return Err(NoBody::TooLarge);
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole.into())
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use futures_util::stream;

    use super::*;

    #[tokio::test]
    async fn a_body_is_whole_or_refused_after_a_bounded_while() {
        let read = |body| read(body, Duration::from_millis(200));
        let piece = || Ok::<_, Infallible>(Bytes::from(vec![b'x'; MOST_BYTES / 2]));
        let pieces = |count| Body::from_stream(stream::iter((0..count).map(move |_| piece())));
        assert_eq!(read(pieces(2)).await.map(|body| body.len()), Ok(MOST_BYTES));
        assert_eq!(read(pieces(3)).await, Err(NoBody::TooLarge));
        let endless = Body::from_stream(stream::repeat_with(piece));
        assert_eq!(read(endless).await, Err(NoBody::TooLarge));
        let stalled = stream::iter((0..3).map(move |_| piece())).chain(stream::pending());
        assert_eq!(read(Body::from_stream(stalled)).await, Err(NoBody::TooLarge));
        let broken = stream::iter([Ok(Bytes::new()), Err(std::io::Error::other("gone"))]);
        assert_eq!(read(Body::from_stream(broken)).await, Err(NoBody::BrokenOff));
    }
}
