//! Futures that are ready at once, and the shortest executor for them.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// What `future` gives. Panics when it has to wait: a store in memory never makes anyone wait.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a store that answers at once was not ready"),
    }
}
