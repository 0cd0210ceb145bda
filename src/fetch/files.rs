//! Files that go with records: downloaded piece by piece, and put where others pick them up.

use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::{Response, Url, redirect};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tokio::time::timeout;

use super::client::{MAX_REDIRECTS, cut_short, headers_of, host_of, is_private, literal};
use super::{Client, Egress};
use crate::connector::{Body, Method, Placed, Reply, Request, SendError};

/// The longest time for one file; between two pieces of it the client's own limit holds.
const LONGEST: Duration = Duration::from_hours(6);
/// So much of a body, in bytes, an error handler may want to see. Of a longer file it sees nothing.
const AT_HAND: usize = 64 * 1024;

/// The folder for files, and how they get there.
#[derive(Debug)]
pub struct Files {
    client: Client,
    folder: PathBuf,
    limit: u64,
}

/// A file that came and has no place yet. It goes away with this value.
#[derive(Debug)]
pub(super) struct Staged {
    path: PathBuf,
    bytes: u64,
}

impl Drop for Staged {
    fn drop(&mut self) {
        // It is gone already where it was put in its place.
        drop(std::fs::remove_file(&self.path));
    }
}

impl Files {
    /// Puts files into a folder, which is made when there is none. A file of more than `limit`
    /// bytes, after decompression, is refused; `egress.max_reply` does not count here, and
    /// `egress.timeout` is the longest time in which nothing comes.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(egress: Egress, folder: PathBuf, limit: u64) -> Result<Self, SendError> {
        let client = Client::with_redirects(egress, redirect::Policy::none())?;
        Ok(Self { client, folder, limit })
    }

    /// Sends a request, and writes what comes into a file unless it is an error.
    ///
    /// # Errors
    /// When no reply comes, the file is too large or cannot be written, or the request may not be
    /// sent. Any status is a reply.
    pub(super) async fn fetch(
        &self,
        request: &Request,
    ) -> Result<(Reply, Option<Staged>), SendError> {
        let (host, response) = self.open(request).await?;
        let (status, headers) = (response.status().as_u16(), headers_of(&response));
        if status >= 400 {
            let body = self.excerpt(&host, response).await?;
            return Ok((Reply { status, headers, body }, None));
        }
        let (body, staged) = self.stage(&host, response).await?;
        Ok((Reply { status, headers, body }, Some(staged)))
    }

    /// Follows redirects to the reply that is meant. Files often lie at a storage service that the
    /// source sends us on to: there we go without the credentials, which are not for it.
    async fn open(&self, request: &Request) -> Result<(String, Response), SendError> {
        let mut at = self.client.url(request)?;
        let mut request = request.clone();
        for _ in 0..=MAX_REDIRECTS {
            let host = host_of(&at);
            let sending = self.client.prepare(at.clone(), &request)?.timeout(LONGEST).send();
            let response = self.in_time(&host, sending).await?;
            let response = response.map_err(|error| self.client.explain(&host, &error))?;
            let Some(next) = redirected(&at, &response) else { return Ok((host, response)) };
            request = self.onwards((&at, &next), request)?;
            at = self.client.url(&request)?;
        }
        let host = host_of(&at);
        Err(SendError::Forbidden(format!("{host} redirects to elsewhere again and again")))
    }

    /// The request for where a reply leads to.
    fn onwards(
        &self,
        (from, to): (&Url, &Url),
        request: Request,
    ) -> Result<Request, SendError> {
        let refused = |why: &str| {
            let (from, to) = (host_of(from), host_of(to));
            Err(SendError::Forbidden(format!("{from} redirects to {to}, {why}")))
        };
        if !matches!(request.method, Method::Get | Method::Head) {
            return refused("which is followed only for a request without a body");
        }
        let is_same = from.origin() == to.origin();
        let headers = if is_same { request.headers } else { Vec::new() };
        let is_near = self.client.egress.allow_private && literal(to).is_some_and(is_private);
        if !is_same && !is_near && to.scheme() != "https" {
            return refused("where a file would come without TLS");
        }
        let (url, query) = (to.to_string(), Vec::new());
        Ok(Request { method: request.method, url, query, headers, body: Body::Empty })
    }

    async fn in_time<T>(
        &self,
        host: &str,
        something: impl Future<Output = T>,
    ) -> Result<T, SendError> {
        let after = self.client.egress.timeout;
        let late = |_| SendError::TimedOut { host: host.to_owned(), after };
        timeout(after, something).await.map_err(late)
    }

    async fn piece(
        &self,
        host: &str,
        response: &mut Response,
    ) -> Result<Option<impl AsRef<[u8]>>, SendError> {
        match self.in_time(host, response.chunk()).await? {
            Ok(piece) => Ok(piece),
            Err(error) if error.is_timeout() => Err(self.client.explain(host, &error)),
            Err(_) => Err(cut_short(host)),
        }
    }

    // Of an error only the beginning is of interest.
    async fn excerpt(&self, host: &str, mut response: Response) -> Result<Vec<u8>, SendError> {
        let mut body = Vec::new();
        while body.len() < AT_HAND
            && let Some(piece) = self.piece(host, &mut response).await?
        {
            body.extend_from_slice(piece.as_ref());
        }
        Ok(body)
    }

    async fn stage(
        &self,
        host: &str,
        mut response: Response,
    ) -> Result<(Vec<u8>, Staged), SendError> {
        let limit = self.limit;
        let too_large = || SendError::FileTooLarge { host: host.to_owned(), limit };
        if response.content_length().is_some_and(|bytes| bytes > limit) {
            return Err(too_large());
        }
        let (mut file, mut staged) = self.begin().await?;
        let mut at_hand = Vec::new();
        while let Some(piece) = self.piece(host, &mut response).await? {
            let piece = piece.as_ref();
            staged.bytes += piece.len() as u64;
            if staged.bytes > limit {
                return Err(too_large());
            }
            if staged.bytes <= AT_HAND as u64 {
                at_hand.extend_from_slice(piece);
            }
            file.write_all(piece).await.map_err(|error| unwritable(&self.folder, &error))?;
        }
        file.flush().await.map_err(|error| unwritable(&self.folder, &error))?;
        if staged.bytes > AT_HAND as u64 {
            at_hand = Vec::new();
        }
        Ok((at_hand, staged))
    }

    // Beside the files themselves, so that putting one in its place moves no bytes.
    async fn begin(&self) -> Result<(File, Staged), SendError> {
        let failed = |error: std::io::Error| unwritable(&self.folder, &error);
        tokio::fs::create_dir_all(&self.folder).await.map_err(failed)?;
        let name = format!(".accord-{:016x}.part", fastrand::u64(..));
        let path = self.folder.join(name);
        let file = File::create_new(&path).await.map_err(failed)?;
        Ok((file, Staged { path, bytes: 0 }))
    }

    /// Puts a file where it belongs, over one that is there.
    ///
    /// # Errors
    /// Why it cannot, as the end of a sentence about it.
    pub(super) async fn place(&self, staged: Staged, path: &str) -> Result<Placed, String> {
        let within = Path::new(path);
        // The plan sees to that; here, where it counts, it is seen to again.
        if within.components().any(|step| !matches!(step, Component::Normal(_))) {
            let why = "has a name that leads elsewhere; correct `filename_extractor`";
            return Err(why.to_owned());
        }
        let at = self.folder.join(within);
        // Not its name: people's names are in names of files.
        let failed = |error: std::io::Error| {
            format!(
                "cannot be put below {}: {error}; give it another name with `filename_extractor`, \
                 or make room there",
                self.folder.display()
            )
        };
        if let Some(folder) = at.parent() {
            tokio::fs::create_dir_all(folder).await.map_err(failed)?;
        }
        tokio::fs::rename(&staged.path, &at).await.map_err(failed)?;
        Ok(Placed { at: at.to_string_lossy().into_owned(), bytes: staged.bytes })
    }
}

fn redirected(at: &Url, response: &Response) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    at.join(location).ok()
}

fn unwritable(folder: &Path, error: &std::io::Error) -> SendError {
    SendError::Unwritable(format!(
        "it cannot be written to {}: {error}; name a folder with room in AIRBYTE_STAGING_DIRECTORY",
        folder.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_takes_the_credentials_along_on_one_host_only() {
        let timeout = Duration::from_secs(1);
        let egress = Egress { timeout, max_reply: 1, allow_private: false };
        let files = Files::new(egress, PathBuf::from("staged"), 1).expect("TLS");
        let cases = [
            // (from, to, headers that go along; none when it is not followed)
            ("https://a.example.com/1", "https://a.example.com/2", Some(1)),
            ("https://a.example.com/1", "https://b.example.com/2", Some(0)),
            ("https://a.example.com/1", "https://a.example.com:8443/2", Some(0)),
            ("https://a.example.com/1", "http://a.example.com/2", None),
            ("http://a.example.com/1", "http://b.example.com/2", None),
            ("http://a.example.com/1", "http://127.0.0.1/2", None),
        ];
        let url = |text: &str| Url::parse(text).expect("a URL");
        for (from, to, expected) in cases {
            for (method, follows) in [(Method::Get, true), (Method::Post, false)] {
                let headers = vec![("authorization".to_owned(), "x".to_owned())];
                let (query, body) = (Vec::new(), Body::Empty);
                let request = Request { method, url: from.to_owned(), query, headers, body };
                let next = files.onwards((&url(from), &url(to)), request);
                let told = next.ok().map(|next| next.headers.len());
                assert_eq!(told, expected.filter(|_| follows), "{from} → {to}");
            }
        }
    }
}
