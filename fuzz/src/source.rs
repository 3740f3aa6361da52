//! [`Source`]: numbers out of bytes.

use std::ops::Range;

/// What any number may be.
const WILD: [f64; 22] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN,
    1e300,
    -1e300,
    1e154,
    5e-324,
    -5e-324,
    f64::MIN_POSITIVE,
    f64::EPSILON,
    1e-30,
    1e15,
    9007199254740993.0,
    -1e9,
    1e6,
    -273.15,
];

pub struct Source<'a> {
    data: &'a [u8],
}

impl<'a> Source<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self { data }
    }

    fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.data.split_first() else { return 0 };
        self.data = rest;
        first
    }

    pub fn bits(&mut self) -> u64 {
        u64::from_le_bytes([(); 8].map(|()| self.byte()))
    }

    pub fn below(&mut self, count: usize) -> usize {
        usize::from(self.byte()) % count
    }

    pub fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    /// From 0 to 1.
    fn part(&mut self) -> f64 {
        f64::from(u16::from_le_bytes([self.byte(), self.byte()])) / 65535.0
    }

    /// A number of the size of what is used, or any number at all where `wild`.
    pub fn number(&mut self, wild: bool) -> f64 {
        if wild && self.one_in(3) {
            return match self.below(3) {
                0 => f64::from_bits(self.bits()),
                _ => WILD[self.below(WILD.len())],
            };
        }
        match self.below(3) {
            // So that breakpoints fall upon breakpoints.
            0 => self.below(41) as f64 - 20.0,
            1 => (self.below(81) as f64 - 40.0) * 0.1,
            _ => 60.0 * self.part() - 20.0,
        }
    }

    /// A length above 0, or any number where `wild`.
    pub fn length(&mut self, wild: bool) -> f64 {
        if wild && self.one_in(3) {
            return self.number(true);
        }
        match self.below(3) {
            0 => 1.0 + self.below(20) as f64,
            1 => 0.1 * (1 + self.below(50)) as f64,
            _ => 0.01 + 10.0 * self.part(),
        }
    }

    /// The size of a step.
    pub fn step(&mut self, wild: bool) -> f64 {
        if wild && self.one_in(3) {
            self.number(true)
        } else {
            [0.01, 0.025, 0.1, 1.0, 7.0][self.below(5)]
        }
    }

    /// A tolerance.
    pub fn tolerance(&mut self, wild: bool) -> f64 {
        if wild && self.one_in(3) {
            self.number(true)
        } else {
            [1e-2, 1e-4, 1e-6, 1e-9, 1e-13, 0.0][self.below(6)]
        }
    }

    /// A span of time, which may run backward.
    pub fn span(&mut self, wild: bool) -> Range<f64> {
        if wild && self.one_in(3) {
            return self.number(true)..self.number(true);
        }
        let start = self.number(false);
        let length = 2.0 * self.length(false);
        if self.one_in(3) { start..start - length } else { start..start + length }
    }
}
