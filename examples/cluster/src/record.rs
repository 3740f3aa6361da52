//! A record: a file with its length and checksum, which is there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Fault;

const MAGIC: &[u8; 8] = b"EXCITE01";
const HEAD: usize = 24;

/// FNV-1a: each step is a bijection of the sum, so that no single byte changes unseen.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A file beside `path` that no other process writes. Its name begins with a dot: no one reads it.
pub fn draft(path: &Path) -> Result<(PathBuf, File), Fault> {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos();
    let name = path.file_name().ok_or("a file without a name")?.to_string_lossy();
    let draft = path.with_file_name(format!(".{name}.{}.{nanos}", std::process::id()));
    let file = OpenOptions::new().write(true).create_new(true).open(&draft).map_err(at(&draft))?;
    Ok((draft, file))
}

/// The name of a file before what the system says of it.
pub fn at(path: &Path) -> impl Fn(std::io::Error) -> Fault + '_ {
    move |error| format!("{}: {error}", path.display()).into()
}

/// Writes a draft by `fill`, syncs it, and lets `publish` give it its name; on an error no draft
/// is left.
pub fn publish(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<(), Fault>,
    publish: impl FnOnce(&Path, &Path) -> std::io::Result<()>,
) -> Result<(), Fault> {
    let (draft, file) = draft(path)?;
    let mut out = BufWriter::new(file);
    let written = fill(&mut out)
        .and_then(|()| out.flush().map_err(at(path)))
        .and_then(|()| out.get_ref().sync_all().map_err(at(path)))
        .and_then(|()| publish(&draft, path).map_err(at(path)));
    // Gone already where it was renamed.
    let _ = fs::remove_file(&draft);
    written?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))
}

/// The bytes of a record of `value`.
pub fn bytes(value: &impl Serialize) -> Result<Vec<u8>, Fault> {
    let body = postcard::to_stdvec(value)?;
    let (length, sum) = (body.len() as u64, checksum(&body));
    Ok([MAGIC, &length.to_le_bytes(), &sum.to_le_bytes(), &body[..]].concat())
}

/// Writes a record; the one that was there is replaced.
pub fn write(path: &Path, value: &impl Serialize) -> Result<(), Fault> {
    let bytes = bytes(value)?;
    publish(path, |out| out.write_all(&bytes).map_err(at(path)), |from, to| fs::rename(from, to))
}

/// Writes a record unless there is one: a second name for a file is given to one process only.
pub fn create(path: &Path, value: &impl Serialize) -> Result<(), Fault> {
    let bytes = bytes(value)?;
    let link = |from: &Path, to: &Path| match fs::hard_link(from, to) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    };
    publish(path, |out| out.write_all(&bytes).map_err(at(path)), link)
}

/// What stands in the place of a record.
pub enum Record<X> {
    Absent,
    /// Cut off or changed, and how that shows.
    Damaged(Fault),
    Whole(X),
}

/// Reads a record. A sound one that holds no `X` is a fault: it is someone else's.
pub fn read<X: DeserializeOwned>(path: &Path) -> Result<Record<X>, Fault> {
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Record::Absent),
        bytes => bytes.map_err(at(path))?,
    };
    let told = |what: &str| format!("{}: {what}", path.display()).into();
    match body(&bytes) {
        Err(what) => Ok(Record::Damaged(told(what))),
        Ok(body) => match postcard::from_bytes(body) {
            Ok(value) => Ok(Record::Whole(value)),
            Err(error) => Err(told(&format!("holds something else ({error})"))),
        },
    }
}

/// What follows the head, or how it is damaged.
fn body(bytes: &[u8]) -> Result<&[u8], &'static str> {
    if bytes.len() < HEAD || &bytes[..8] != MAGIC {
        return Err("no record, or cut off in its head");
    }
    let number = |from: usize| {
        bytes[from..from + 8].iter().rev().fold(0_u64, |x, byte| x << 8 | u64::from(*byte))
    };
    let body = &bytes[HEAD..];
    if number(8) != body.len() as u64 {
        return Err("not of its length");
    }
    if number(16) != checksum(body) {
        return Err("its checksum is wrong");
    }
    Ok(body)
}
