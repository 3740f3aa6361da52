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
fn a_time_outside_by_rounding_is_told_apart() {
    // 500 times 0.1, added up.
    let sum = (0..500).fold(0.0, |t, _| t + 0.1);
    let message = |t: f64| Error::Outside { t: t.into(), start: 0.0.into(), end: 50.0.into() };
    assert_eq!(
        format!("{}", message(sum)),
        "t = 50.00000000000044 lies outside the solution, which covers 0 to 50: by rounding only; \
         make each time of a grid from its number, k/10, not by adding up 0.1"
    );
    assert!(format!("{}", message(-1e-17)).contains("by rounding only"));
    for t in [50.1, -0.1, f64::NAN, f64::INFINITY] {
        assert!(format!("{}", message(t)).ends_with("sample inside, or integrate further"));
    }
    let single = Error::Outside { t: 50.00001_f32.into(), start: 0.0.into(), end: 50.0_f32.into() };
    assert!(format!("{single}").contains("by rounding only"));
}

#[test]
fn debug_is_the_same_sentence_as_display() {
    let error = Error::Event { t: 3.0.into() };
    assert_eq!(format!("{error:?}"), format!("{error}"));
}
