//! The f–I curve in the lanes of an ensemble.

use alloc::vec::Vec;
use core::ops::Range;

use super::firing::Record;
use super::{Firing, Trial};
use crate::Error;
use crate::ensemble::{Ensemble, EnsembleMethod, Gathered, LaneScalar, Member};
use crate::ode::{Curve, Real, Scalar, State};

impl<Y: State<Scalar: LaneScalar>, C: Clone> Trial<Y, C> {
    /// As [`f_i_curve`](Trial::f_i_curve), the currents side by side in the lanes of an [`Ensemble`], where the control of the
    /// trial is one that runs in lanes: `Rk4.fixed(dt)`, `FastStrang.fixed(dt)` and others ([`EnsembleMethod`]).
    ///
    /// The results are those of [`f_i_curve`](Trial::f_i_curve) with the same control up to rounding: counts are the same and
    /// times within 10⁻⁸ ms (`tests/ensemble_firing.rs`). Against the reference the rates of `Rk4.fixed(0.025)` err by up to 10⁻⁵ Hz
    /// at 6.3 °C and 3·10⁻⁴ Hz at 18.5 °C. A hundred currents take an eighth of the time; an adaptive control runs neuron by
    /// neuron, and gains nothing.
    ///
    /// # Errors
    ///
    /// As [`f_i_curve`](Trial::f_i_curve), and as [`Ensemble::run`]: what is wrong with one current is
    /// [`Error::Neuron`] with its number in the list.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let trial = axon.trial(300.0)?.with_control(Rk4.fixed(0.025));
    /// let curve = trial.f_i_curve_in_lanes(150.0, &[5.0, 10.0], |i| axon.with_stimulus(constant(i)))?;
    /// assert_eq!((curve[0].rate, curve[0].spikes), (0.0, 1));
    /// assert!((curve[1].rate - 68.32).abs() < 0.01);
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn f_i_curve_in_lanes<S, F>(
        &self,
        window: Y::Scalar,
        currents: &[Y::Scalar],
        system: F,
    ) -> Result<Vec<Firing<Y::Scalar>>, Error>
    where
        // `Gathered` follows from `Member`; the compiler does not see that through `State = Y`.
        S: Member<State = Y> + Gathered<Y::Scalar>,
        F: Fn(Y::Scalar) -> S,
        C: EnsembleMethod<S>,
    {
        let empty = self.record_of_each(window, currents)?;
        let (ensemble, span) = self.side_by_side(currents, system);
        ensemble.followed(span, &self.control, |curves| firing(&empty, curves))
    }

    /// As [`f_i_curve_in_lanes`](Trial::f_i_curve_in_lanes), on the threads of `rayon`'s current pool: the same results, to the
    /// bit.
    ///
    /// # Errors
    ///
    /// As [`f_i_curve_in_lanes`](Trial::f_i_curve_in_lanes).
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let trial = axon.trial(100.0)?.with_control(Rk4.fixed(0.025));
    /// let system = |i| axon.with_stimulus(constant(i));
    /// let curve = trial.f_i_curve_in_lanes_parallel(50.0, &[5.0, 10.0], system)?;
    /// assert_eq!((curve[0].spikes, curve[1].spikes), (1, 7));
    /// # Ok::<(), excitable::Error>(())
    /// ```
    #[cfg(feature = "rayon")]
    pub fn f_i_curve_in_lanes_parallel<S, F>(
        &self,
        window: Y::Scalar,
        currents: &[Y::Scalar],
        system: F,
    ) -> Result<Vec<Firing<Y::Scalar>>, Error>
    where
        // `Gathered` follows from `Member`; the compiler does not see that through `State = Y`.
        S: Member<State = Y> + Gathered<Y::Scalar> + Sync,
        F: Fn(Y::Scalar) -> S,
        C: EnsembleMethod<S> + Sync,
        Y: Send + Sync,
    {
        let empty = self.record_of_each(window, currents)?;
        let (ensemble, span) = self.side_by_side(currents, system);
        ensemble.followed_parallel(span, &self.control, |curves| firing(&empty, curves))
    }

    /// A neuron for each current, from the start of the trial, and for how long it is to run.
    fn side_by_side<S>(
        &self,
        currents: &[Y::Scalar],
        system: impl Fn(Y::Scalar) -> S,
    ) -> (Ensemble<'static, S>, Range<Y::Scalar>)
    where
        S: Member<State = Y> + Gathered<Y::Scalar>,
    {
        let ensemble = Ensemble::new(currents.iter().map(|&current| system(current)))
            .starting_from(currents.iter().map(|_| self.start.clone()))
            .detecting_spikes(self.level);
        (ensemble, Y::Scalar::lit(0.0)..self.duration)
    }
}

/// The findings in the steps of one neuron.
fn firing<T: Scalar>(empty: &Record<T>, curves: &[Curve<T>]) -> Firing<T> {
    let mut record = empty.clone();
    for curve in curves {
        record.look(curve);
    }
    record.firing()
}
