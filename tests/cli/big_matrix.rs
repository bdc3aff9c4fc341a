//! A table streamed over HTTP is the file that the command line writes for the same points, kerbs and all.

use std::io::Read;

use super::service::Service;
use super::{demo_file, err, run};

/// The body of an answer, whatever its bytes.
fn body(service: &Service, ask: &serde_json::Value) -> Vec<u8> {
    let ask = ask.to_string();
    let mut stream = service.send(&format!(
        "POST /v1/matrix HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{ask}",
        ask.len()
    ));
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let at = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&bytes[..at]).to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let body = &bytes[at + 4..];
    if head.contains("transfer-encoding: chunked") { unchunked(body) } else { body.to_vec() }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let line = body.iter().position(|&b| b == b'\r').expect("a chunk's length");
        let size = usize::from_str_radix(std::str::from_utf8(&body[..line]).unwrap(), 16).unwrap();
        out.extend_from_slice(&body[line + 2..line + 2 + size]);
        if size == 0 {
            return out;
        }
        body = &body[line + 4 + size..];
    }
}

#[test]
fn a_streamed_table_is_the_command_lines_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    // A grid over the island; some of it lies in the sea or far from any road, every third place wants its own kerb.
    let points: Vec<(f64, f64, bool)> = (0..48)
        .map(|i| (f64::from(i % 8).mul_add(0.05, -4.75), f64::from(i / 8).mul_add(0.05, 54.08), i % 3 == 0))
        .collect();
    let lines: Vec<String> = points.iter().map(|(lon, lat, kerb)| format!("{lon},{lat},{kerb}\n")).collect();
    std::fs::write(at("points.csv"), format!("lon,lat,kerb\n{}", lines.concat())).unwrap();
    let city = demo_file("isle-of-man.huilu");
    let matrix = |format: &str, out: &str| {
        let (points, out) = (at("points.csv"), at(out));
        let done =
            run(&["matrix", "--city", &city, "--profile", "van", "--points", &points, "--format", format, "-o", &out]);
        assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    };
    matrix("npy", "table");
    matrix("csv", "table.csv");
    let service = Service::start();
    let places: Vec<[f64; 2]> = points.iter().map(|p| [p.0, p.1]).collect();
    let kerbs: Vec<bool> = points.iter().map(|p| p.2).collect();
    for (format, file) in
        [("npy_time_ms", "table-time_ms.npy"), ("npy_length_cm", "table-length_cm.npy"), ("csv", "table.csv")]
    {
        let ask = serde_json::json!({ "profile": "van", "from": places, "kerb_from": kerbs, "format": format });
        let (streamed, written) = (body(&service, &ask), std::fs::read(at(file)).unwrap());
        assert!(streamed == written, "{format}: {} and {} bytes differ", streamed.len(), written.len());
        assert!(written.len() > 4 * 48 * 48);
        let all = serde_json::json!({ "profile": "van", "from": places, "kerb": true, "format": format });
        assert!(body(&service, &all) != written, "{format}: kerbs count");
    }
    service.kill();
}
