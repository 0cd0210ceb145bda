//! Unpacks gzip and zip, up to a limit.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use flate2::bufread::{GzDecoder, ZlibDecoder};

use super::{Found, describe, too_large};

const BROKEN_GZIP: &str = "a gzip archive that is cut short or broken";

/// What is packed with gzip, unpacked; anything else as it is. `room` shrinks by what was unpacked.
///
/// # Errors
/// When it is broken or there is no room for it.
pub(super) fn unzipped<'a>(
    bytes: Cow<'a, [u8]>,
    room: &mut usize,
) -> Result<Cow<'a, [u8]>, Found> {
    if !is_gzip(&bytes) {
        return Ok(bytes);
    }
    let mut out = Vec::new();
    let mut rest: &[u8] = &bytes;
    // Several archives in a row are one; zeros may fill up the end.
    while rest.iter().any(|byte| *byte != 0) {
        let mut decoder = GzDecoder::new(rest);
        unpack(&mut decoder, &mut out, room)?.map_err(|_| BROKEN_GZIP.to_owned())?;
        rest = decoder.into_inner();
    }
    Ok(Cow::Owned(out))
}

/// The same for what may also be packed with zlib, or only look so.
///
/// # Errors
/// When a gzip archive is broken or there is no room.
pub(super) fn opened<'a>(
    bytes: Cow<'a, [u8]>,
    room: &mut usize,
) -> Result<Cow<'a, [u8]>, Found> {
    if !is_zlib(&bytes) {
        return unzipped(bytes, room);
    }
    let mut out = Vec::new();
    match unpack(&mut ZlibDecoder::new(bytes.as_ref()), &mut out, room)? {
        Ok(()) => Ok(Cow::Owned(out)),
        Err(_) => Ok(bytes),
    }
}

/// The files of a zip archive, in its order.
///
/// # Errors
/// When it is broken, encrypted, or there is no room.
pub(super) fn files(bytes: &[u8], room: &mut usize) -> Result<Vec<Vec<u8>>, Found> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        let text = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes));
        return Err(match text.as_ref() {
            text if text.starts_with("PK") => BROKEN_ZIP.to_owned(),
            text => describe(text),
        });
    };
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|_| BROKEN_ZIP.to_owned())?;
        if file.is_dir() {
            continue;
        }
        let mut out = Vec::new();
        unpack(&mut file, &mut out, room)?.map_err(|_| BROKEN_ZIP.to_owned())?;
        files.push(out);
    }
    Ok(files)
}

const BROKEN_ZIP: &str = "a zip archive that is broken, encrypted or packed in a way that is not \
                          known here";

// The outer error says that there is no room, the inner one that the archive is broken.
fn unpack(
    packed: &mut impl Read,
    out: &mut Vec<u8>,
    room: &mut usize,
) -> Result<std::io::Result<()>, Found> {
    let before = out.len();
    let done = packed.take(*room as u64 + 1).read_to_end(out);
    *room = room.checked_sub(out.len() - before).ok_or_else(too_large)?;
    Ok(done.map(drop))
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

fn is_zlib(bytes: &[u8]) -> bool {
    match bytes {
        [0x78, flags, ..] => (0x7800 + u16::from(*flags)).is_multiple_of(31),
        _ => false,
    }
}
