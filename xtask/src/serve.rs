//! `cargo xtask serve`: `dist/` on the loopback address.

use xtask_static_server::StaticServer;

use crate::Result;
use crate::steps::Steps;
use crate::workspace;

/// The port when none is asked for.
pub const DEFAULT_PORT: u16 = 8420;

/// Serves until the program is ended.
pub fn serve(port: u16, steps: &Steps) -> Result<()> {
    let server = StaticServer::start(&workspace::dist(), port).map_err(|error| {
        format!("port {port} of 127.0.0.1: {error} (choose another with --port N)")
    })?;
    steps.print_table();
    println!("\nKonseki is at {}", server.address());
    server.wait();
    Ok(())
}
