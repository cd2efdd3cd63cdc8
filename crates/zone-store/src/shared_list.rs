//! A list of shared things whose copies share all but the chunks in which they differ.

use std::sync::Arc;

/// Things of one chunk. A copy with another thing counts the references of a chunk, and of the list of chunks.
const CHUNK: usize = 32;

/// A list of shared things.
pub(crate) struct SharedList<T> {
    /// Full, but for the last one.
    chunks: Vec<Arc<[Arc<T>]>>,
}

impl<T> Clone for SharedList<T> {
    fn clone(&self) -> Self {
        Self { chunks: self.chunks.clone() }
    }
}

impl<T> FromIterator<Arc<T>> for SharedList<T> {
    fn from_iter<I: IntoIterator<Item = Arc<T>>>(things: I) -> Self {
        let things: Vec<Arc<T>> = things.into_iter().collect();
        Self { chunks: things.chunks(CHUNK).map(Arc::from).collect() }
    }
}

impl<T> SharedList<T> {
    /// Returns a thing. Panics past the end.
    pub(crate) fn get(&self, at: usize) -> &Arc<T> {
        &self.chunks[at / CHUNK][at % CHUNK]
    }

    /// Puts another thing into a place. Panics past the end.
    pub(crate) fn replace(&mut self, at: usize, thing: Arc<T>) {
        Arc::make_mut(&mut self.chunks[at / CHUNK])[at % CHUNK] = thing;
    }

    /// Iterates over the things.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<T>> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}
