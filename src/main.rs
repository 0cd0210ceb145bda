//! The front door's handle: everything else is in the library, so that it is compiled once.

/// Facts are many small texts, taken by one thread and given back by another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    accord::cli::run()
}
