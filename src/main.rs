//! The front door's handle: everything else is in the library, so that it is compiled once.

fn main() -> std::process::ExitCode {
    accord::cli::run()
}
