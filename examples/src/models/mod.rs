//! Models written with the library, from channels, from equations, and from two neurons.

pub mod connor_stevens;
pub mod coupled;
pub mod fitzhugh_nagumo;
pub mod morris_lecar;
pub mod wang_buzsaki;
