//! How much may be asked.

/// How many more questions may be asked.
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    /// Allows so many questions.
    pub(super) fn new(questions: usize) -> Self {
        Self { left: questions }
    }

    /// Takes one question off; `None`: none was left.
    pub(super) fn take(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        Some(())
    }
}
