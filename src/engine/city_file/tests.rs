#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

#[test]
fn what_is_not_a_city_file_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.huilu");
    assert!(matches!(open(&path), Err(CityFileError::Io { .. })));
    assert!(matches!(open(folder.path()), Err(CityFileError::Io { .. })));
    for (bytes, code) in
        [(&b""[..], "C101"), (b"HUILU\r\n\x1a\x07\0\0\0", "C102"), (b"HUILU\r\n\x1a\x01\0\0\0", "C103")]
    {
        std::fs::write(&path, bytes).unwrap();
        match open(&path) {
            Err(CityFileError::Refused { fault, .. }) => assert_eq!(fault.code, code),
            other => panic!("{other:?}"),
        }
    }
}
