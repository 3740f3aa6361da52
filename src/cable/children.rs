//! [`Children`]: which sections begin at the end of which, and what a table of them may get wrong.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Section;
use crate::error::{Bound, require};
use crate::ode::Scalar;
use crate::{Error, Number};

/// The rows of the sections that begin at the end of each, and of the one that begins at none.
pub(super) struct Children {
    pub(super) of: Vec<Vec<usize>>,
    pub(super) root: Option<usize>,
}

impl Children {
    pub(super) fn new<T: Scalar>(sections: &[Section<T>]) -> Result<Self, Error> {
        let mut children = Self { of: alloc::vec![Vec::new(); sections.len()], root: None };
        for (row, section) in sections.iter().enumerate() {
            of_row(row, children.add(row, section.parent))?;
        }
        if sections.is_empty() {
            let remedy = "give a row without a parent";
            return Err(Error::NotFound {
                sought: "a root",
                place: ("sections", number(0)),
                remedy,
            });
        }
        // Where all have parents, the loop is found by its rows.
        Ok(children)
    }

    #[allow(clippy::cast_precision_loss, reason = "numbers of rows for a message")]
    fn add(&mut self, row: usize, parent: Option<usize>) -> Result<(), Error> {
        let Some(parent) = parent else {
            return self.root.replace(row).map_or(Ok(()), second_root);
        };
        let (field, bound) = (("parent", parent as f64), Bound::Below(number(self.of.len())));
        let remedy = "give the number of a row, counted from 0, or None for the root";
        require(parent < self.of.len(), "Section", field, bound, remedy)?;
        self.of[parent].push(row);
        Ok(())
    }

    /// The error of a section that no way leads to from the root.
    pub(super) fn loop_at<T>(row: usize, section: &Section<T>) -> Result<(), Error> {
        let place = ("parent", number(section.parent.unwrap_or(row)));
        let remedy = "its parents are a loop; give one of them a parent on the way from the root";
        of_row(row, Err(Error::NotFound { sought: "a way to the root", place, remedy }))
    }
}

/// The result of a row, its error with the number of the row.
pub(super) fn of_row<X>(index: usize, result: Result<X, Error>) -> Result<X, Error> {
    result.map_err(|cause| Error::Section { index, cause: Box::new(cause) })
}

fn second_root(first: usize) -> Result<(), Error> {
    let remedy = "a tree has one root; say at whose end this section begins";
    Err(Error::NotFound { sought: "a parent", place: ("root", number(first)), remedy })
}

#[allow(clippy::cast_precision_loss, reason = "the number of a row for a message")]
fn number(row: usize) -> Number {
    (row as f64).into()
}
