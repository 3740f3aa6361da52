//! Random trees of stimuli, each with the words that write it.

use excitable::prelude::*;
use excitable::stimulus::{
    alpha_function, chirp, double_exponential, ornstein_uhlenbeck, ramp, samples, samples_at, sine,
    voltage_source, white_noise,
};

use crate::source::Source;

pub type Tree = Box<dyn Stimulus<f64>>;

/// A tree of this depth at most; conductances only at its root, where they are allowed.
pub fn tree(source: &mut Source<'_>, depth: usize, wild: bool) -> (Tree, String) {
    let (tree, said) = current(source, depth, wild);
    match source.below(8) {
        0 => {
            let reversal = source.number(wild);
            (Box::new(tree.conducted_to(reversal)), format!("{said}.conducted_to({reversal:?})"))
        }
        1 => {
            let g = source.length(wild);
            (Box::new(voltage_source(tree, g)), format!("voltage_source({said}, {g:?})"))
        }
        _ => (tree, said),
    }
}

fn current(source: &mut Source<'_>, depth: usize, wild: bool) -> (Tree, String) {
    if depth == 0 || source.one_in(4) {
        return leaf(source, wild);
    }
    let (a, said) = if wild && source.one_in(8) {
        tree(source, depth - 1, wild)
    } else {
        current(source, depth - 1, wild)
    };
    match source.below(9) {
        0 => {
            let (b, also) = current(source, depth - 1, wild);
            (Box::new(a.plus(b)), format!("{said}.plus({also})"))
        }
        1 => {
            let (b, also) = current(source, depth - 1, wild);
            (Box::new(a.product(b)), format!("{said}.product({also})"))
        }
        2 => {
            let (b, also) = current(source, depth - 1, wild);
            let at = source.number(wild);
            (Box::new(a.then(at, b)), format!("{said}.then({at:?}, {also})"))
        }
        3 => {
            let by = source.number(wild) * 0.1;
            (Box::new(a.scaled(by)), format!("{said}.scaled({by:?})"))
        }
        4 => {
            let by = source.number(wild);
            (Box::new(a.delayed(by)), format!("{said}.delayed({by:?})"))
        }
        5 => {
            let (start, length) = (source.number(wild), source.length(wild));
            let window = start..start + length;
            (Box::new(a.windowed(window.clone())), format!("{said}.windowed({window:?})"))
        }
        6 => {
            let period = source.length(wild);
            let repeated = a.repeated(period);
            if source.one_in(2) {
                let count = if wild { source.bits() as u32 } else { 1 + source.below(9) as u32 };
                return (
                    Box::new(repeated.times(count)),
                    format!("{said}.repeated({period:?}).times({count})"),
                );
            }
            (Box::new(repeated), format!("{said}.repeated({period:?})"))
        }
        7 => {
            let low = source.number(wild);
            let high = low + source.length(wild);
            (Box::new(a.clamped(low, high)), format!("{said}.clamped({low:?}, {high:?})"))
        }
        _ => (Box::new(a.mapped(|x: f64| 0.5 * x)), format!("{said}.mapped(|x: f64| 0.5 * x)")),
    }
}

fn leaf(source: &mut Source<'_>, wild: bool) -> (Tree, String) {
    let (t, x) = (source.number(wild), source.number(wild));
    let (a, b) = (source.length(wild), source.length(wild));
    let end = t + a;
    match source.below(12) {
        0 => (Box::new(constant(x)), format!("constant({x:?})")),
        1 => (Box::new(pulse(t..end, x)), format!("pulse({:?}, {x:?})", t..end)),
        2 => {
            let period = if wild { b } else { a + b };
            let (count, endless) = (source.below(20) as u32, source.one_in(3));
            let (shape, said) = (
                train(pulse(t..end, x), period),
                format!("train(pulse({:?}, {x:?}), {period:?})", t..end),
            );
            if endless {
                (Box::new(shape), said)
            } else {
                (Box::new(shape.times(count)), format!("{said}.times({count})"))
            }
        }
        3 => (Box::new(ramp(t..end, x..b)), format!("ramp({:?}, {:?})", t..end, x..b)),
        4 => (Box::new(sine(x, a).with_phase(t)), format!("sine({x:?}, {a:?}).with_phase({t:?})")),
        5 => (
            Box::new(chirp(t..end, 0.1 * b..0.3, x)),
            format!("chirp({:?}, {:?}, {x:?})", t..end, 0.1 * b..0.3),
        ),
        6 => (Box::new(alpha_function(t, x, a)), format!("alpha_function({t:?}, {x:?}, {a:?})")),
        7 => {
            let decay = if wild { b } else { a + b };
            let said = format!("double_exponential({t:?}, {x:?}, {a:?}, {decay:?})");
            (Box::new(double_exponential(t, x, a, decay)), said)
        }
        8 => {
            let seed = source.bits();
            (
                Box::new(white_noise(b, a, seed).with_knots_from(t)),
                format!("white_noise({b:?}, {a:?}, {seed}).with_knots_from({t:?})"),
            )
        }
        9 => {
            let (step, seed) = (source.length(wild), source.bits());
            let said = format!(
                "ornstein_uhlenbeck({b:?}, {a:?}, {step:?}, {seed}).with_knots_from({t:?})"
            );
            (Box::new(ornstein_uhlenbeck(b, a, step, seed).with_knots_from(t)), said)
        }
        kind => {
            let values: Vec<f64> = (0..source.below(9)).map(|_| source.number(wild)).collect();
            let joined = source.one_in(2);
            let line = if joined { ".linear()" } else { "" };
            if kind == 10 {
                let said = format!("samples({t:?}, {a:?}, vec!{values:?}).unwrap(){line}");
                let Ok(shape) = samples(t, a, values) else {
                    return (Box::new(constant(0.0)), "constant(0.0)".into());
                };
                (Box::new(if joined { shape.linear() } else { shape }), said)
            } else {
                let mut times: Vec<f64> = values.iter().map(|_| source.number(wild)).collect();
                if !wild {
                    times.sort_by(f64::total_cmp);
                }
                let said = format!("samples_at(vec!{times:?}, vec!{values:?}).unwrap(){line}");
                let Ok(shape) = samples_at(times, values) else {
                    return (Box::new(constant(0.0)), "constant(0.0)".into());
                };
                (Box::new(if joined { shape.linear() } else { shape }), said)
            }
        }
    }
}
