//! The service as a process: questions over a socket, bad ones among them, and SIGTERM in mid-search.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use super::{demo, demo_file, huilu};

pub(super) struct Service {
    child: Child,
    address: String,
    stderr: BufReader<std::process::ChildStderr>,
}

impl Service {
    /// Starts on a free port and waits for the line that names it.
    pub(super) fn start() -> Self {
        let mut command = huilu();
        command.args(Self::arguments());
        Self::of(command)
    }

    pub(super) fn arguments() -> [String; 5] {
        ["serve", "--city", &demo_file("isle-of-man.huilu"), "--listen", "127.0.0.1:0"].map(str::to_owned)
    }

    /// The service that a command starts.
    pub(super) fn of(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(stderr.read_line(&mut line).unwrap() > 0, "the service ended before it listened");
            if let Some((_, address)) = line.trim().split_once("listening on http://") {
                break address.to_owned();
            }
        };
        Self { child, address, stderr }
    }

    pub(super) fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// Status and body of one request on a connection of its own.
    pub(super) fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        answer(self.send(&format!(
            "{method} {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            body.len()
        )))
    }

    pub(super) fn post(&self, path: &str, body: &str) -> (u16, serde_json::Value) {
        let (status, text) = self.ask("POST", path, "Content-Type: application/json\r\n", body);
        (status, serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}: {text}")))
    }

    fn terminate(&self) {
        let killed = std::process::Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(killed.unwrap().success());
    }

    /// Ends it as a power cut would.
    pub(super) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for the end; what it said, and whether it ended well.
    fn end(mut self) -> (String, Option<i32>) {
        let mut said = String::new();
        self.stderr.read_to_string(&mut said).unwrap();
        (said, self.child.wait().unwrap().code())
    }
}

fn answer(mut stream: TcpStream) -> (u16, String) {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {text}"));
    let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
    // A long answer may come in chunks; what the tests read is short or whole.
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    (status, if chunked { unchunk(body) } else { body.to_owned() })
}

fn unchunk(mut body: &str) -> String {
    let mut out = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap();
        out.push_str(&rest[..size]);
        body = rest[size..].trim_start_matches("\r\n");
        if size == 0 {
            break;
        }
    }
    out
}

const ROUTE: &str = r#"{"profile":"van","from":[-4.4815,54.1517],"to":[-4.6935,54.2213]}"#;

/// A problem that brings its own matrices, with `n` tasks.
fn small_problem(n: usize) -> serde_json::Value {
    let places: Vec<_> = (0..=n).map(|i| serde_json::json!({ "id": format!("p{i}") })).collect();
    let row = |i: usize| (0..=n).map(|j| if i == j { 0 } else { 60 + (i * 7 + j * 13) % 50 }).collect::<Vec<_>>();
    let rows: Vec<_> = (0..=n).map(row).collect();
    let tasks: Vec<_> = (1..=n)
        .map(|i| {
            serde_json::json!({
                "id": format!("t{i}"), "at": format!("p{i}"), "service_s": 60,
                "collect": [{ "stream": "paper", "load_kg": 10, "volume_l": 20 }],
            })
        })
        .collect();
    serde_json::json!({
        "version": 1, "date": "2026-07-06", "streams": [{ "id": "paper" }], "places": places, "tasks": tasks,
        "kinds": [{
            "id": "truck", "count": 2, "profile": "van", "start": "p0", "shift": { "from": "07:00", "to": "18:00" },
            "capacity": { "load_kg": 1000, "volume_l": 5000 }, "costs": { "fen_per_km": 100, "fen_per_h": 1000 },
            "must_end_empty": false,
        }],
        "travel": { "matrices": [{ "profile": "van", "bands": [{ "duration_s": rows, "distance_m": rows }] }] },
    })
}

#[test]
fn questions_are_answered_and_bad_ones_refused_in_words() {
    let service = Service::start();
    let (status, route) = service.post("/v1/route", ROUTE);
    assert_eq!(status, 200, "{route}");
    assert!(route["distance_m"].as_f64().unwrap() > 10_000.0);
    let (status, matrix) =
        service.post("/v1/matrix", r#"{"profile":"van","from":[[-4.4815,54.1517],[-4.6935,54.2213]]}"#);
    assert_eq!(status, 200, "{matrix}");
    assert_eq!(matrix["duration_s"][0][1], route["duration_s"]);
    let (status, plan) = service.post("/v1/rounds?iterations=50&seed=1", &small_problem(6).to_string());
    assert_eq!(status, 200, "{plan}");
    assert_eq!(plan["kpis"]["tasks_served"], 6);

    let bad: [(&str, &str); 12] = [
        ("/v1/route", "{"),
        ("/v1/route", "{}"),
        ("/v1/route", r#"{"profile":"van","from":[-4.48,54.15],"to":[-4.69,54.22],"speed":9}"#),
        ("/v1/route", r#"{"profile":"rocket","from":[-4.48,54.15],"to":[-4.69,54.22]}"#),
        ("/v1/route", r#"{"profile":"van","from":[-4.48,154.15],"to":[-4.69,54.22]}"#),
        ("/v1/route", r#"{"profile":"van","from":[-4.2,54.5],"to":[-4.69,54.22]}"#),
        ("/v1/route", r#"{"profile":"van","from":"-4.48,54.15","to":[-4.69]}"#),
        ("/v1/matrix", r#"{"profile":"van","from":[]}"#),
        ("/v1/matrix", r#"{"profile":7,"from":[[1,2]]}"#),
        ("/v1/isochrone", r#"{"profile":"van","at":[-4.48,54.15],"minutes":[-5]}"#),
        ("/v1/rounds", r#"{"version":2}"#),
        ("/v1/nothing", "{}"),
    ];
    for (path, body) in bad {
        let (status, problem) = service.post(path, body);
        assert!((400..500).contains(&status), "{path} {body}: {status} {problem}");
        for field in ["code", "cause", "remedy"] {
            assert!(problem[field].as_str().is_some_and(|s| !s.is_empty()), "{path} {body}: no {field} in {problem}");
        }
    }
    let (_, text) =
        service.ask("POST", "/v1/route", "Content-Type: application/json\r\nAccept-Language: zh-CN\r\n", "{");
    assert!(text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)), "{text}");
    for path in ["/healthz", "/readyz", "/openapi.json", "/docs/", "/"] {
        assert_eq!(service.ask("GET", path, "", "").0, 200, "{path}");
    }
    service.terminate();
    let (said, code) = service.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("-4.48"), "no coordinate stands in the log:\n{said}");
}

#[test]
fn sigterm_in_mid_search_ends_cleanly_with_the_best_plan_so_far() {
    let service = Service::start();
    let wanted = small_problem(150).to_string();
    let solving = service.send(&format!(
        "POST /v1/rounds?seconds=20 HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{wanted}",
        wanted.len()
    ));
    // Another question on another connection is answered while the search runs, so the search has been accepted.
    assert_eq!(service.ask("GET", "/readyz", "", "").0, 200);
    service.terminate();
    let (said, code) = service.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("closed"), "{said}");
    let (status, body) = answer(solving);
    // Either the search had begun, and gives its best, or it is told that the service closes: never silence.
    assert!(status == 200 || status == 503, "{status} {body}");
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert!(body["kpis"].is_object() || body["code"].is_string(), "{body}");
}

#[test]
fn two_cities_of_one_name_and_a_taken_port_are_refused() {
    let city = demo_file("isle-of-man.huilu");
    let twice = huilu().args(["serve", "--city", &city, "--city", &city, "--listen", "127.0.0.1:0"]).output().unwrap();
    assert_eq!(twice.status.code(), Some(2));
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = held.local_addr().unwrap().to_string();
    let refused = huilu().args(["serve", "--city", &city, "--listen", &taken]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains(&taken));
    assert!(demo().exists());
}
