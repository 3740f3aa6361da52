//! The questions of a [`Trial`] that have many parts, on the threads of `rayon`'s current pool.

use alloc::vec::Vec;
use core::ops::Range;

use rayon::iter::{
    IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _,
};

use super::trial::{not_empty, of_neuron};
use super::{Firing, Trial};
use crate::Error;
use crate::ode::{OdeState, OdeSystem, Scalar, State, StepControl};

impl<Y: OdeState + Sync, C: Clone + Sync> Trial<Y, C> {
    /// As [`f_i_curve`](Trial::f_i_curve), the currents side by side: the same results, to the bit.
    ///
    /// # Errors
    ///
    /// As [`f_i_curve`](Trial::f_i_curve), of the first current in the list that has one.
    ///
    /// # Example
    ///
    /// ```
    /// use excitable::prelude::*;
    ///
    /// let axon = HodgkinHuxley::<f64>::squid_axon();
    /// let trial = axon.trial(100.0)?;
    /// let curve = trial.f_i_curve_parallel(50.0, &[5.0, 10.0], |i| axon.with_stimulus(constant(i)))?;
    /// assert_eq!((curve[0].spikes, curve[1].spikes), (1, 7));
    /// # Ok::<(), excitable::Error>(())
    /// ```
    pub fn f_i_curve_parallel<S, F>(
        &self,
        window: Y::Scalar,
        currents: &[Y::Scalar],
        system: F,
    ) -> Result<Vec<Firing<Y::Scalar>>, Error>
    where
        S: OdeSystem<State = Y>,
        F: Fn(Y::Scalar) -> S + Sync,
        C: StepControl<S>,
    {
        self.record_of_each(window, currents)?;
        let firing = |(index, &x)| self.firing(&system(x), window).map_err(|e| of_neuron(index, e));
        let all: Vec<Result<_, Error>> = currents.par_iter().enumerate().map(firing).collect();
        all.into_iter().collect()
    }

    /// As [`strength_duration`](Trial::strength_duration), the durations side by side: the same results, to the bit.
    ///
    /// # Errors
    ///
    /// As [`strength_duration`](Trial::strength_duration), of the first duration in the list that has one.
    pub fn strength_duration_parallel<S, F>(
        &self,
        durations: &[Y::Scalar],
        amplitudes: Range<Y::Scalar>,
        system: F,
    ) -> Result<Vec<Y::Scalar>, Error>
    where
        S: OdeSystem<State = Y>,
        F: Fn(Y::Scalar, Y::Scalar) -> S + Sync,
        C: StepControl<S>,
    {
        not_empty("strength_duration", "durations", durations)?;
        let at =
            |&duration: &Y::Scalar| self.threshold(amplitudes.clone(), |x| system(duration, x));
        let all: Vec<Result<_, Error>> = durations.par_iter().map(at).collect();
        all.into_iter().collect()
    }
}
