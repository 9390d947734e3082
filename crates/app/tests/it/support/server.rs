//! The real binary, serving: started, asked and stopped by a test.

use super::http::{self, Reply};
use super::{PATIENCE, eventually};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};

/// A running server. It ends with the test, and nothing else does.
pub(crate) struct TestServer {
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
    /// `http://ADDRESS:PORT` and the base path, as the server logged it.
    pub(crate) url: String,
}

impl TestServer {
    /// Starts the command and waits until it says that it is ready.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (lines, written) = (BufReader::new(child.stderr.take().unwrap()).lines(), Arc::clone(&log));
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| written.lock().unwrap().push(line)));
        let mut server = Self { child, log, url: String::new() };
        server.url = eventually(PATIENCE, "the server is ready", || {
            assert!(server.child.try_wait().unwrap().is_none(), "the server ended: {:?}", server.log());
            let log = server.log();
            let line = log.iter().find(|line| line.contains("listening on http://"))?;
            let url = line[line.find("http://")?..].split('"').next()?;
            log.iter().any(|line| line.contains("ready")).then(|| url.to_owned())
        });
        server
    }

    /// The lines logged so far.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// `ADDRESS:PORT`.
    pub(crate) fn address(&self) -> &str {
        let rest = self.url.strip_prefix("http://").unwrap();
        rest.split('/').next().unwrap()
    }

    /// Asks for a path as a bearer of the token; without a credential when it is empty.
    pub(crate) fn get(&self, token: &str, path: &str) -> Reply {
        self.request("GET", token, path, "")
    }

    /// The same with another method and further header lines, each ended by CRLF.
    pub(crate) fn request(&self, method: &str, token: &str, path: &str, headers: &str) -> Reply {
        http::request(self.address(), method, token, path, headers)
    }

    /// Sends JSON as a bearer of the token.
    pub(crate) fn post(&self, token: &str, path: &str, json: &str) -> Reply {
        let length = json.len();
        let headers = format!("Content-Type: application/json\r\nContent-Length: {length}\r\n");
        http::request_with_body(self.address(), "POST", token, path, &headers, json)
    }

    /// The first bytes on standard output, up to and including this text.
    pub(crate) fn printed_up_to(&mut self, end: &str) -> String {
        let mut printed = String::new();
        let mut stdout = self.child.stdout.take().unwrap();
        let mut byte = [0];
        while !printed.ends_with(end) && stdout.read(&mut byte).unwrap() == 1 {
            printed.push(char::from(byte[0]));
        }
        self.child.stdout = Some(stdout);
        printed
    }

    /// Sends SIGTERM, so many times in a row.
    pub(crate) fn tell_to_stop(&self, times: usize) {
        let kill = format!("kill -TERM {}\n", self.child.id()).repeat(times);
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// How it ended, if it has.
    pub(crate) fn try_ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Waits for the end.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        eventually(PATIENCE, "the server has ended", || self.try_ended())
    }

    /// Tells it to stop and waits until it has.
    pub(crate) fn stop(mut self) -> ExitStatus {
        self.tell_to_stop(1);
        self.ended()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
