//! The executable: one subcommand per verb.

fn main() {}
