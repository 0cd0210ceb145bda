//! The front door's handle: everything else is in the library, so that it is compiled once.

/// Facts are many small texts, taken by one thread and given back by another. SQLite takes its memory here too: the
/// feature `override` puts it in the place of the C library's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    accord::cli::run()
}
