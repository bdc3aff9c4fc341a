//! A service on a real socket, spoken to by hand.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::double::waiting;
use super::*;
use crate::api::{Ending, serve};

async fn begin(
    city: Double,
    limits: Limits,
) -> (std::net::SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<Ending>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve(listener, state_of(city, limits), async move {
        let _ = stopped.await;
    }));
    (address, stop, serving)
}

async fn say(stream: &mut TcpStream, words: &str) {
    stream.write_all(words.as_bytes()).await.unwrap();
}

async fn hear(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    // A connection that is cut may end in an error; what was heard before it counts.
    let _ = stream.read_to_end(&mut heard).await;
    String::from_utf8_lossy(&heard).into_owned()
}

#[tokio::test]
async fn a_question_over_a_socket_is_answered() {
    let (address, stop, serving) = begin(Double::default(), small()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let body = r#"{"profile":"van","at":[1,2]}"#;
    let head = format!(
        "POST /v1/snap HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    say(&mut stream, &format!("{head}{body}")).await;
    let heard = hear(&mut stream).await;
    assert!(heard.starts_with("HTTP/1.1 200 OK\r\n") && heard.contains("\"lon_lat\":[1.0,2.0]"), "{heard}");
    stop.send(()).unwrap();
    assert_eq!(serving.await.unwrap(), Ending::Clean);
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn half_a_head_silence_and_an_idle_connection_are_closed() {
    // What is asserted is that the service closes, not when: without the limit this test would hang.
    let limits = Limits { head: Duration::from_millis(50), ..small() };
    let (address, _stop, _serving) = begin(Double::default(), limits).await;
    for words in ["GET /healthz HTTP/1.1\r\nhost:", "", "PRI * HT", "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n"] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        say(&mut stream, words).await;
        let heard = hear(&mut stream).await;
        assert_eq!(heard.starts_with("HTTP/1.1 200"), words.ends_with("\r\n\r\n"), "{words:?}: {heard}");
    }
}

#[tokio::test]
async fn a_request_under_way_is_answered_when_the_service_stops() {
    let (city, mut begun, let_go) = waiting();
    let (address, stop, mut serving) = begin(city, small()).await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    say(&mut stream, "GET /v1/route?profile=van&from=1,1&to=1,2 HTTP/1.1\r\nhost: x\r\n\r\n").await;
    begun.recv().await.unwrap();
    stop.send(()).unwrap();
    // The idle connection is closed at once, the service waits for the other one.
    assert_eq!(hear(&mut idle).await, "");
    assert!(!serving.is_finished());
    drop(let_go);
    let heard = hear(&mut stream).await;
    assert!(heard.starts_with("HTTP/1.1 200 OK\r\n") && heard.contains("duration_s"), "{heard}");
    assert_eq!((&mut serving).await.unwrap(), Ending::Clean);
}

#[tokio::test]
async fn what_does_not_end_within_the_grace_is_cut() {
    let (city, mut begun, let_go) = waiting();
    let (address, stop, serving) = begin(city, Limits { grace: Duration::from_millis(1), ..small() }).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    say(&mut stream, "GET /v1/route?profile=van&from=1,1&to=1,2 HTTP/1.1\r\nhost: x\r\n\r\n").await;
    begun.recv().await.unwrap();
    stop.send(()).unwrap();
    assert_eq!(serving.await.unwrap(), Ending::Cut(1));
    assert_eq!(hear(&mut stream).await, "");
    drop(let_go);
}
