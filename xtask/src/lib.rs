//! What the chores and the benchmark share: the workspace, the built program, a server to talk to.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`workspace`] | where things are, and which package uses which |
//! | [`program`] | build `numberline` and run its commands |
//! | [`server`] | a server of ours on a free loopback port, ended with its handle |
//! | [`postgres`] | a throw-away PostgreSQL, likewise, and standbys of it |
//! | [`http`] | the little HTTP that asking such a server takes |

pub mod http;
pub mod postgres;
pub mod program;
pub mod server;
pub mod workspace;
