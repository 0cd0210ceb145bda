//! One test binary, so that it is built and linked once.

mod mappings;
