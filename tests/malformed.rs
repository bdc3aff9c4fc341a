//! Broken files: each is refused in words, quickly, in bounded memory, and none makes anything panic.
#![expect(clippy::unwrap_used, reason = "tests")]

use flate2::Compression;
use flate2::write::ZlibEncoder;
use huilu::osm::write::PbfBuilder;
use huilu::osm::{Caps, OsmError, read};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use std::io::Write;
use std::path::Path;

fn try_read(bytes: &[u8]) -> Result<huilu::osm::model::Extract, OsmError> {
    read(bytes, &Caps::default(), &|_| ())
}

/// A small town with everything in it that the reader looks at.
fn town() -> Vec<u8> {
    let mut town = PbfBuilder::new();
    for i in 0..400_i64 {
        let tags: &[(&str, &str)] = match i % 20 {
            0 => &[("barrier", "gate"), ("access", "private")],
            7 => &[("amenity", "recycling"), ("recycling:paper", "yes")],
            _ => &[],
        };
        town.node(i, 113.0 + 0.001 * (i % 20) as f64, 40.0 + 0.001 * (i / 20) as f64, tags);
    }
    for row in 0..20_i64 {
        let along: Vec<i64> = (0..20).map(|i| row * 20 + i).collect();
        let tags = [("highway", "residential"), ("name", "迎宾街"), ("hgv:conditional", "no @ (Mo-Fr 07:00-09:00)")];
        town.way(row, &along, &tags);
    }
    town.way(100, &[0, 1, 21, 20, 0], &[("building", "yes"), ("building:levels", "6")]);
    let turn = [("type", "restriction"), ("restriction", "no_left_turn")];
    town.relation(1, &[("way", 0, "from"), ("node", 5, "via"), ("way", 1, "to")], &turn);
    let area = [("type", "multipolygon"), ("landuse", "residential")];
    town.relation(2, &[("way", 100, "outer")], &area);
    town.to_vec().unwrap()
}

/// Appends a varint.
fn varint(mut n: u64, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// A length-delimited field.
fn field(number: u64, bytes: &[u8], out: &mut Vec<u8>) {
    varint(number << 3 | 2, out);
    varint(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// A file's header, then one data blob with these fields in its body.
fn with_blob(body: &[u8]) -> Vec<u8> {
    let mut file = PbfBuilder::new().to_vec().unwrap();
    let mut head = Vec::new();
    field(1, b"OSMData", &mut head);
    head.push(3 << 3);
    varint(body.len() as u64, &mut head);
    file.extend_from_slice(&(head.len() as u32).to_be_bytes());
    file.extend_from_slice(&head);
    file.extend_from_slice(body);
    file
}

fn zlib_blob(plain: &[u8], said: u64) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    let mut body = vec![2 << 3];
    varint(said, &mut body);
    field(3, &encoder.finish().unwrap(), &mut body);
    with_blob(&body)
}

fn raw_blob(plain: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    field(1, plain, &mut body);
    with_blob(&body)
}

#[test]
fn each_kind_of_damage_has_its_word() {
    let good = town();
    let header = PbfBuilder::new().to_vec().unwrap();
    let mut huge_length = good.clone();
    huge_length[..4].copy_from_slice(&[0xFF; 4]);
    let mut huge_second = header.clone();
    huge_second.extend_from_slice(&[0xFF; 4]);
    let mut lz4 = Vec::new();
    field(6, b"whatever", &mut lz4);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "osm_empty"),
        ("text", b"Dear reader, this is a letter and no map.\n".to_vec(), "osm_not_pbf"),
        ("xml", b"<?xml version='1.0'?><osm version='0.6'/>".to_vec(), "osm_not_pbf"),
        ("length 0xFFFFFFFF", huge_length, "osm_not_pbf"),
        ("second length 0xFFFFFFFF", huge_second, "osm_length"),
        ("three bytes", vec![0, 0, 0], "osm_truncated"),
        ("cut in the last blob", good[..good.len() - 10].to_vec(), "osm_truncated"),
        ("zeros", vec![0; 100], "osm_damaged"),
        ("data first", good[header.len()..].to_vec(), "osm_no_header"),
        ("lz4", with_blob(&lz4), "osm_compression"),
        ("no data", with_blob(&[]), "osm_damaged"),
        ("bomb", zlib_blob(&vec![0; 32 << 20], 32 << 20), "osm_bomb"),
        ("bomb that understates itself", zlib_blob(&vec![0; 32 << 20], 1000), "osm_size_mismatch"),
        ("blob that overstates itself", zlib_blob(&[0; 10], 11), "osm_size_mismatch"),
        ("raw size above the limit", zlib_blob(&[0; 10], 33 << 20), "osm_length"),
        ("not protobuf", raw_blob(&[0xFF; 50]), "osm_damaged"),
    ];
    for (name, bytes, code) in cases {
        let error = try_read(&bytes).unwrap_err();
        assert_eq!(error.code(), code, "{name}: {error}");
        let (text, zh) = (error.to_string(), error.zh());
        assert!(text.len() > 40 && zh.chars().any(|c| ('一'..='鿿').contains(&c)), "{name}: {text} / {zh}");
    }
}

#[test]
fn the_error_names_the_blob_and_its_byte() {
    let good = town();
    let header = PbfBuilder::new().to_vec().unwrap().len() as u64;
    let mut broken = good;
    // In the middle of the first data blob.
    let at = header as usize + 60;
    for byte in &mut broken[at..at + 20] {
        *byte ^= 0x55;
    }
    let error = try_read(&broken).unwrap_err();
    let place = error.at.unwrap();
    assert_eq!((place.blob, place.offset), (1, header), "{error}");
    assert!(error.to_string().starts_with(&format!("blob 1 at byte {header}: ")), "{error}");
}

#[test]
fn features_we_cannot_honour_are_refused_by_name() {
    let mut block = Vec::new();
    field(4, b"OsmSchema-V0.6", &mut block);
    field(4, b"HistoricalInformation", &mut block);
    let mut body = Vec::new();
    field(1, &block, &mut body);
    let mut head = Vec::new();
    field(1, b"OSMHeader", &mut head);
    head.push(3 << 3);
    varint(body.len() as u64, &mut head);
    let mut file = (head.len() as u32).to_be_bytes().to_vec();
    file.extend_from_slice(&head);
    file.extend_from_slice(&body);
    let error = try_read(&file).unwrap_err();
    assert_eq!(error.code(), "osm_feature");
    assert!(error.to_string().contains("HistoricalInformation"), "{error}");
}

/// A block: a string table and one group.
fn block(strings: &[&[u8]], group: &[u8]) -> Vec<u8> {
    let mut table = Vec::new();
    for s in strings {
        field(1, s, &mut table);
    }
    let mut out = Vec::new();
    field(1, &table, &mut out);
    field(2, group, &mut out);
    out
}

/// Dense nodes with these packed lists: ids, latitudes, longitudes, keys and values.
fn dense(id: &[u8], lat: &[u8], lon: &[u8], tags: &[u8]) -> Vec<u8> {
    let mut dense = Vec::new();
    for (number, list) in [(1, id), (8, lat), (9, lon), (10, tags)] {
        field(number, list, &mut dense);
    }
    let mut group = Vec::new();
    field(2, &dense, &mut group);
    group
}

#[test]
fn blocks_that_contradict_themselves_are_inconsistent() {
    // Two's differences of nearly 2^63, in zigzag: their sum does not fit.
    let mut far = Vec::new();
    varint(u64::MAX - 1, &mut far);
    varint(u64::MAX - 1, &mut far);
    let mut minus_one = Vec::new();
    varint(u64::MAX, &mut minus_one);
    minus_one.push(1);
    let way = |fields: &[(u64, &[u8])]| {
        let mut way = vec![1 << 3, 1];
        for (number, bytes) in fields {
            field(*number, bytes, &mut way);
        }
        let mut group = Vec::new();
        field(3, &way, &mut group);
        group
    };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("string out of range", block(&[b""], &way(&[(2, &[9]), (3, &[9]), (8, &[2, 2])]))),
        ("keys without values", block(&[b"", b"a"], &way(&[(2, &[1]), (8, &[2, 2])]))),
        ("references overflow", block(&[b""], &way(&[(8, &far)]))),
        ("ids overflow", block(&[b""], &dense(&far, &[0, 0], &[0, 0], &[]))),
        ("more ids than latitudes", block(&[b""], &dense(&[2, 2], &[0], &[0, 0], &[]))),
        ("a key without its value", block(&[b"", b"a"], &dense(&[2], &[0], &[0], &[1]))),
        ("a negative string", block(&[b""], &dense(&[2], &[0], &[0], &minus_one))),
    ];
    for (name, block) in cases {
        let error = try_read(&raw_blob(&block)).unwrap_err();
        assert_eq!(error.code(), "osm_inconsistent", "{name}: {error}");
    }
}

#[test]
fn nodes_off_the_globe_are_dropped_and_counted() {
    // 2^40 x 100 nanodegrees is 109,951 degrees.
    let mut far = Vec::new();
    varint(1 << 41, &mut far);
    let extract = try_read(&raw_blob(&block(&[b""], &dense(&[2], &far, &[0], &[])))).unwrap();
    assert_eq!((extract.report.nodes, extract.report.bad_coordinates), (1, 1));
}

#[test]
fn text_that_is_not_utf8_is_replaced() {
    let nodes = dense(&[2], &[0], &[0], &[1, 2, 3, 4, 0]);
    let extract = try_read(&raw_blob(&block(&[b"", b"shop", b"yes", b"name", b"caf\xE9"], &nodes))).unwrap();
    assert_eq!(extract.places[0].names.name.as_deref(), Some("caf\u{FFFD}"));
}

/// Small in the file, huge in memory: refused before they are decoded, or while they are kept.
#[test]
fn what_would_explode_is_refused() {
    const MANY: usize = 4_000_000;
    let empty_strings = { [10_u8, 0].repeat(MANY) };
    let mut strings = Vec::new();
    field(1, &empty_strings, &mut strings);
    let empty_nodes = [10_u8, 0].repeat(MANY);
    let mut nodes = Vec::new();
    field(2, &empty_nodes, &mut nodes);
    let unknown = { [15 << 3, 0].repeat(MANY) };
    // One long name, referred to by a million shops.
    let shops = 1_000_000;
    let ones = vec![2_u8; shops];
    let name = vec![b'x'; 1 << 20];
    let table: [&[u8]; 5] = [b"", b"shop", b"yes", b"name", &name];
    let named = block(&table, &dense(&ones, &ones, &ones, &[1, 2, 3, 4, 0].repeat(shops)));
    let packed = vec![2_u8; 9 << 20];
    let long = block(&[b""], &dense(&packed, &packed, &packed, &[]));
    let cases = [
        ("strings", raw_blob(&strings), "osm_block_too_big"),
        ("nodes", raw_blob(&nodes), "osm_block_too_big"),
        ("unknown fields", raw_blob(&unknown), "osm_block_too_big"),
        ("packed numbers", raw_blob(&long), "osm_block_too_big"),
        ("a name a million times", raw_blob(&named), "osm_block_too_big"),
    ];
    for (name, bytes, code) in cases {
        let error = try_read(&bytes).unwrap_err();
        assert_eq!(error.code(), code, "{name}: {error}");
        assert_small(name);
    }
}

/// Members cost a few bytes each, but stand for whole ways.
#[test]
fn a_border_shared_by_too_many_is_refused() {
    let mut town = PbfBuilder::new();
    let count = 60_000_i64;
    for i in 0..count {
        town.node(i, 113.0 + 1e-5 * (i % 300) as f64, 40.0 + 1e-5 * (i / 300) as f64, &[]);
    }
    let mut ring: Vec<i64> = (0..count).collect();
    ring.push(0);
    town.way(1, &ring, &[]);
    for i in 0..3000 {
        town.relation(i, &[("way", 1, "outer")], &[("type", "multipolygon"), ("building", "yes")]);
    }
    assert_eq!(try_read(&town.to_vec().unwrap()).unwrap_err().code(), "osm_too_much");
    assert_small("border");
}

/// Reading each of these tags in full for each way would take minutes: the strings are cut, hours are parsed only where
/// the value before them is understood, and what is kept is bounded.
#[test]
fn long_strings_that_all_ways_share_are_read_in_time() {
    let rule = b"no @ (Mo-Fr 07:00-09:00 AND weight>7.5);".repeat(20_000);
    let strange = b"perhaps @ (Mo-Fr 07:00-09:00);".repeat(20_000);
    let spaces = vec![b' '; 800_000];
    let strings: [&[u8]; 8] =
        [b"", b"highway", b"residential", b"hgv:conditional", &rule, b"name", &spaces, b"motor_vehicle:conditional"];
    let mut strings = strings.to_vec();
    strings.push(&strange);
    let mut way = vec![1 << 3, 1];
    field(2, &[1, 3, 5, 7], &mut way);
    field(3, &[2, 4, 6, 8], &mut way);
    field(8, &[2, 2], &mut way);
    let mut group = Vec::new();
    for _ in 0..100_000 {
        field(3, &way, &mut group);
    }
    let error = try_read(&raw_blob(&block(&strings, &group))).unwrap_err();
    assert_eq!(error.code(), "osm_block_too_big", "{error}");
    assert_small("long strings");
}

/// Flips, cuts or splices `original`.
fn mutate(original: &[u8], rng: &mut Xoshiro256PlusPlus) -> Vec<u8> {
    let mut below = |n: usize| (rng.next_u64() % n.max(1) as u64) as usize;
    let mut bytes = original.to_vec();
    match below(4) {
        0 => {
            for _ in 0..=below(8) {
                let at = below(bytes.len());
                bytes[at] ^= 1 << below(8);
            }
        }
        1 => bytes.truncate(below(original.len())),
        2 => {
            let (from, to, n) = (below(bytes.len()), below(bytes.len()), below(4000));
            let n = n.min(bytes.len() - from).min(bytes.len() - to);
            let piece = original[from..from + n].to_vec();
            bytes.splice(to..to + below(n + 1), piece);
        }
        _ => {
            let at = below(bytes.len());
            let n = below(200).min(bytes.len() - at);
            for byte in &mut bytes[at..at + n] {
                *byte = below(256) as u8;
            }
        }
    }
    bytes
}

/// Mutations inside the compressed data hardly get past zlib, so half of them are made on stored blobs.
fn stored(file: &[u8]) -> Vec<u8> {
    use osmpbfreader::fileformat::{Blob, BlobHeader};
    use protobuf::Message as _;
    let (mut out, mut rest) = (Vec::new(), file);
    while let Some((length, tail)) = rest.split_at_checked(4) {
        let n = u32::from_be_bytes(length.try_into().unwrap()) as usize;
        let mut head = BlobHeader::parse_from_bytes(&tail[..n]).unwrap();
        let size = head.datasize() as usize;
        let blob = Blob::parse_from_bytes(&tail[n..n + size]).unwrap();
        let mut plain = Vec::new();
        std::io::copy(&mut flate2::read::ZlibDecoder::new(blob.zlib_data()), &mut plain).unwrap();
        let mut raw = Blob::new();
        raw.set_raw(plain);
        let raw = raw.write_to_bytes().unwrap();
        head.set_datasize(raw.len() as i32);
        let head = head.write_to_bytes().unwrap();
        out.extend_from_slice(&(head.len() as u32).to_be_bytes());
        out.extend_from_slice(&head);
        out.extend_from_slice(&raw);
        rest = &tail[n + size..];
    }
    out
}

/// Peak memory of this process in kB, where the system tells.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn assert_small(what: &str) {
    if let Some(peak) = peak_kb() {
        assert!(peak < 300_000, "{what}: {peak} kB");
    }
}

/// Reads `count` mutations of `original`, and answers how many still read.
fn survive(original: &[u8], count: u64) -> u64 {
    let plain = stored(original);
    assert_eq!(format!("{:?}", try_read(&plain).unwrap()), format!("{:?}", try_read(original).unwrap()));
    let mut read = 0;
    for seed in 0..count {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let bytes = mutate(if seed % 2 == 0 { original } else { &plain }, &mut rng);
        // A caught panic would say `osm_undecodable`: not wrong, but each one is a check that is missing.
        match try_read(&bytes) {
            Ok(_) => read += 1,
            Err(error) => assert_ne!(error.code(), "osm_undecodable", "seed {seed}: {error}"),
        }
    }
    assert_small("mutations");
    read
}

#[test]
fn two_thousand_mutations_of_a_drawn_town_neither_panic_nor_swell() {
    let read = survive(&town(), 2000);
    assert!((20..1980).contains(&read), "{read} of 2000 read: the mutations are too wild or too tame");
}

#[test]
fn mutations_of_real_extracts_neither_panic_nor_swell() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Where the data are at hand; the larger file less often, to stay quick.
    for (path, count) in
        [("../shared/data/osm/beijing-tsinghua-2017-06.osm.pbf", 2000), ("data/isle-of-man-2020-03.osm.pbf", 40)]
    {
        if let Ok(original) = std::fs::read(root.join(path)) {
            let read = survive(&original, count);
            assert!(read > 0 && read < count, "{path}: {read} of {count} read");
        }
    }
}
