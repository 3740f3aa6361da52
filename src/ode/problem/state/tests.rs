//! Tests of [`State`].

use super::*;

#[test]
fn tuples_and_arrays_nest() {
    let mut y = ([1.0, 2.0], 3.0);
    let base = y;
    y.assign(&base, [&base, &base], &mut |out, a, [b, c]| *out = a + b * c);
    assert_eq!(y, ([2.0, 6.0], 12.0));
    assert_eq!((y.dimension(), y.component(2), y.component(3)), (3, Some(12.0), None));
}

#[cfg(feature = "alloc")]
#[test]
fn names_follow_the_path() {
    use alloc::string::ToString;
    let path = |state: &dyn Fn(&mut Name)| {
        let mut name = Name::root();
        state(&mut name);
        name.to_string()
    };
    assert_eq!(path(&|n| 1.0_f64.name(0, n)), "y");
    assert_eq!(path(&|n| [1.0_f64; 3].name(2, n)), "y[2]");
    assert_eq!(path(&|n| ([1.0_f64; 3], 2.0).name(3, n)), "y.1");
    assert_eq!(path(&|n| [[1.0_f64; 3]; 2].name(4, n)), "y[1][1]");
}

#[cfg(feature = "alloc")]
#[test]
fn a_vec_takes_the_shape_of_its_base_and_drops_what_an_operand_lacks() {
    let (mut y, base) = (alloc::vec![], alloc::vec![1.0, 2.0, 3.0]);
    y.assign(&base, [&base], &mut |out, a, [b]| *out = a + b);
    assert_eq!(y, [2.0, 4.0, 6.0]);
    y.assign(&base, [&alloc::vec![10.0]], &mut |out, a, [b]| *out = a + b);
    assert_eq!(y, [11.0]);
}

#[derive(Clone)]
struct Pair(f64, [f64; 2]);
crate::impl_state!(Pair: f64 { 0, 1 });

#[derive(Clone)]
struct Wrapped<T>([T; 2]);
crate::impl_state!(Wrapped<T>: T { 0 });

#[test]
fn a_component_is_found_among_parts_of_any_lengths() {
    let parts =
        alloc::vec![alloc::vec![0.0, 1.0], alloc::vec![2.0], alloc::vec![], alloc::vec![3.0, 4.0]];
    for i in 0..7_u8 {
        assert_eq!(parts.component(i.into()), (i < 5).then_some(f64::from(i)), "{i}");
    }
    let even = alloc::vec![[0.0, 1.0], [2.0, 3.0]];
    for i in 0..5_u8 {
        assert_eq!(even.component(i.into()), (i < 4).then_some(f64::from(i)), "{i}");
    }
    assert_eq!(alloc::vec![alloc::vec![], alloc::vec![5.0]].component(0), Some(5.0));
    assert_eq!(alloc::vec![0.0; 0].component(0), None);
}

#[test]
fn tuple_structs_are_states() {
    let mut y = Pair(1.0, [2.0, 3.0]);
    let base = y.clone();
    y.assign(&base, [&base], &mut |out, a, [b]| *out = a + 2.0 * b);
    assert_eq!((y.0, y.1), (3.0, [6.0, 9.0]));
    assert_eq!((y.dimension(), y.component(2), y.component(3)), (3, Some(9.0), None));
    let wrapped = Wrapped([1.0_f32, 2.0]);
    assert_eq!((wrapped.dimension(), wrapped.component(1)), (2, Some(2.0)));
    const { assert!(Pair::INLINED && Wrapped::<f32>::INLINED) };
}
