//! The real binary, serving, until it is killed with its handle.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server.
pub(crate) struct Server {
    child: Child,
    /// Where it listens, such as `127.0.0.1:40123`.
    pub(crate) address: String,
    /// How long it took until it was ready.
    pub(crate) ready_after: Duration,
}

impl Server {
    /// Starts the command, and waits until it says that it is ready.
    pub(crate) fn start(mut command: Command) -> Self {
        let begun = Instant::now();
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).stdin(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        loop {
            let line = lines.next().unwrap_or_else(|| panic!("the server ended: {said:#?}")).unwrap();
            let is_ready = line.contains("ready numbers");
            said.push(line);
            if is_ready {
                break;
            }
        }
        let listens = said.iter().find_map(|line: &String| line.split_once("listening on http://"));
        let address = listens.unwrap().1.split_whitespace().next().unwrap().to_owned();
        // What it says from here on is shown when the test fails.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
        Self { child, address, ready_after: begun.elapsed() }
    }

    /// Its resident memory, in bytes.
    pub(crate) fn resident_memory(&self) -> u64 {
        const PAGE: u64 = 4096;
        let text = std::fs::read_to_string(format!("/proc/{}/statm", self.child.id())).unwrap();
        text.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * PAGE
    }

    /// Holds it up, or lets it go on.
    pub(crate) fn set_paused(&self, is_paused: bool) {
        let signal = if is_paused { "-STOP" } else { "-CONT" };
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
