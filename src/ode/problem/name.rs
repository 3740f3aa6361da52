//! The name of one component of a state, for messages.

use core::fmt::{self, Write};

/// The path of a component inside its state: `v`, `y[2]`, `y[1].angle`.
///
/// It holds up to 32 bytes in place (a longer path is cut), so that an error needs no allocator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Name {
    bytes: [u8; 32],
    len: usize,
}

impl Name {
    /// The path of the state as a whole.
    pub const fn root() -> Self {
        Self { bytes: [0; 32], len: 0 }
    }

    /// Appends the field `name`.
    pub fn field(&mut self, name: &str) {
        // Writing into a Name cannot fail: what does not fit is cut.
        let _ = write!(self, ".{name}");
    }

    /// Appends the element `index`.
    pub fn element(&mut self, index: usize) {
        let _ = write!(self, "[{index}]");
    }

    fn path(&self) -> &str {
        core::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

impl Write for Name {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for letter in text.chars() {
            let end = self.len + letter.len_utf8();
            if let Some(room) = self.bytes.get_mut(self.len..end) {
                letter.encode_utf8(room);
                self.len = end;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path().strip_prefix('.') {
            Some(field) if !field.starts_with(|c: char| c.is_ascii_digit()) => f.write_str(field),
            _ => write!(f, "y{}", self.path()),
        }
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
