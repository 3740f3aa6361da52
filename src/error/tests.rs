//! The messages.

use super::*;
use alloc::format;

#[test]
fn numbers_print_with_the_digits_of_their_type() {
    assert_eq!(format!("{}", Number::from(0.1_f32)), "0.1");
    assert_eq!(format!("{}", Number::from(0.1_f64)), "0.1");
    assert_eq!(format!("{}", Number::from(1e-12_f64)), "1e-12");
    assert_eq!(format!("{}", Number::from(f64::NAN)), "NaN");
    assert_eq!(format!("{}", Number::from(0.0_f64)), "0");
    // Exact in f32, where its shortest digits are 123456790.
    assert_eq!(format!("{}", Number::from(123_456_792.0_f64)), "123456792");
    assert_eq!(format!("{}", Number::from(f64::from(0.1_f32))), "0.10000000149011612");
}

#[test]
fn debug_is_the_same_sentence_as_display() {
    let error = Error::Event { t: 3.0.into() };
    assert_eq!(format!("{error:?}"), format!("{error}"));
}
