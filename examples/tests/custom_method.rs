//! The constants of the example `custom_method` against the order conditions.

#[path = "../../tests/common/order_conditions.rs"]
mod order_conditions;
#[path = "../../tests/common/twofold.rs"]
mod twofold;

use excitable::ode::EmbeddedTableau;
use excitable_examples::tsit5::Tsit5;
use order_conditions::{dense_order, embedded_order, main_order};

#[test]
fn tsit5_has_its_orders_and_no_higher_ones() {
    main_order::<Tsit5>("Tsit5");
    embedded_order::<Tsit5>("Tsit5", Tsit5::E, 4);
    dense_order::<Tsit5>("Tsit5", 4);
}
