//! What can be wrong with a file, said so that its owner can do something about it.

use thiserror::Error;

/// Why a file was refused: where, what and what to do.
#[derive(Debug, Error)]
#[error("{}{fault}. {}", self.place(), self.fault.remedy())]
pub struct OsmError {
    /// The blob (0 is the header) and the byte at which it starts; `None` where the file as a whole is meant.
    pub at: Option<BlobPlace>,
    /// What is wrong.
    #[source]
    pub fault: Fault,
}

/// Where a blob stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobPlace {
    /// Its number; the header is 0.
    pub blob: u64,
    /// The offset of its first byte (of the four that give the length of its header).
    pub offset: u64,
}

/// What is wrong with a file.
#[derive(Debug, Error)]
pub enum Fault {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Another format.
    #[error("this is not an .osm.pbf file: its first four bytes give no length of at most 64 KiB")]
    NotPbf,
    /// It ends too early.
    #[error("the file is cut off: {wanted} more bytes are announced, {found} follow")]
    Truncated {
        /// Bytes announced.
        wanted: u64,
        /// Bytes found.
        found: u64,
    },
    /// A blob header's length is out of bounds.
    #[error("the length of a blob header is given as {0} bytes, more than 64 KiB")]
    HeaderTooLong(u32),
    /// A blob's length is out of bounds.
    #[error("the length of the blob is given as {0} bytes, more than 32 MiB")]
    BlobTooLong(u64),
    /// Framing or wire format.
    #[error("the bytes are damaged: {0}")]
    Damaged(String),
    /// A compression we do not read.
    #[error("the blob is compressed with {0}, which is not supported")]
    Compression(&'static str),
    /// zlib says no.
    #[error("the compressed data are damaged: {0}")]
    Inflate(String),
    /// The size given and the size found differ.
    #[error("the blob should inflate to {said} bytes, but gives {found}")]
    SizeMismatch {
        /// By the blob's own word.
        said: u64,
        /// What came out before we stopped.
        found: u64,
    },
    /// A tiny blob that inflates without end.
    #[error("the blob inflates from {stored} to {inflated} bytes, as no map does")]
    Bomb {
        /// Bytes in the file.
        stored: u64,
        /// Bytes after inflating.
        inflated: u64,
    },
    /// The first blob is not a header.
    #[error("the file must begin with an OSMHeader blob, not with {0:?}")]
    NoHeader(String),
    /// A feature we cannot honour.
    #[error("the file requires the feature {0:?}, which is not supported")]
    Feature(String),
    /// Decoding would take too much memory.
    #[error("the block would take {0} bytes of memory or more")]
    BlockTooBig(u64),
    /// All blocks together would.
    #[error("what the file holds would take more than {0} bytes of memory, far more than its size explains")]
    TooMuch(u64),
    /// The content contradicts itself.
    #[error("the block is inconsistent: {0}")]
    Inconsistent(&'static str),
    /// A library gave up in a way it should not.
    #[error("the block could not be decoded: {0}")]
    Undecodable(String),
    /// The file could not be read.
    #[error("reading failed: {0}")]
    Io(#[from] std::io::Error),
}

impl OsmError {
    pub(crate) fn whole(fault: Fault) -> Self {
        Self { at: None, fault }
    }
    pub(crate) fn at(at: BlobPlace, fault: Fault) -> Self {
        Self { at: Some(at), fault }
    }
    fn place(&self) -> String {
        self.at.map_or_else(String::new, |at| format!("blob {} at byte {}: ", at.blob, at.offset))
    }
    /// A word for programs; it never changes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }
    /// The same in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        let place = self.at.map_or_else(String::new, |at| format!("第 {} 个数据块(字节 {} 处):", at.blob, at.offset));
        format!("{place}{}。{}", self.fault.zh(), self.fault.remedy_zh())
    }
}

impl Fault {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "osm_empty",
            Self::NotPbf => "osm_not_pbf",
            Self::Truncated { .. } => "osm_truncated",
            Self::HeaderTooLong(_) | Self::BlobTooLong(_) => "osm_length",
            Self::Damaged(_) => "osm_damaged",
            Self::Compression(_) => "osm_compression",
            Self::Inflate(_) => "osm_inflate",
            Self::SizeMismatch { .. } => "osm_size_mismatch",
            Self::Bomb { .. } => "osm_bomb",
            Self::NoHeader(_) => "osm_no_header",
            Self::Feature(_) => "osm_feature",
            Self::BlockTooBig(_) => "osm_block_too_big",
            Self::TooMuch(_) => "osm_too_much",
            Self::Inconsistent(_) => "osm_inconsistent",
            Self::Undecodable(_) => "osm_undecodable",
            Self::Io(_) => "osm_io",
        }
    }
    fn remedy(&self) -> &'static str {
        match self {
            Self::Empty | Self::Truncated { .. } => "Download or copy the file again",
            Self::NotPbf => "Give a file in OSM PBF format; `osmium cat in.osm -o out.osm.pbf` converts",
            Self::Compression(_) => "Rewrite it with zlib: `osmium cat in.osm.pbf -o out.osm.pbf`",
            Self::Feature(_) => "Use a plain extract without history: `osmium cat in.osm.pbf -o out.osm.pbf`",
            Self::BlockTooBig(_) => "Rewrite it with smaller blocks: `osmium cat in.osm.pbf -o out.osm.pbf`",
            Self::Io(_) => "Check the disk and the permissions",
            _ => "Compare its checksum with the source's, and download or extract it again",
        }
    }
    fn zh(&self) -> String {
        match self {
            Self::Empty => "文件为空".into(),
            Self::NotPbf => "这不是 .osm.pbf 文件:开头四个字节不是合理的长度".into(),
            Self::Truncated { wanted, found } => format!("文件被截断:应还有 {wanted} 字节,实际只有 {found} 字节"),
            Self::HeaderTooLong(n) => format!("数据块头的长度写为 {n} 字节,超过 64 KiB"),
            Self::BlobTooLong(n) => format!("数据块的长度写为 {n} 字节,超过 32 MiB"),
            Self::Damaged(what) => format!("数据已损坏({what})"),
            Self::Compression(kind) => format!("数据块用 {kind} 压缩,本程序不支持"),
            Self::Inflate(what) => format!("压缩数据已损坏({what})"),
            Self::SizeMismatch { said, found } => format!("数据块应解压为 {said} 字节,实际为 {found} 字节"),
            Self::Bomb { stored, inflated } => format!("数据块由 {stored} 字节解压为 {inflated} 字节,不像地图数据"),
            Self::NoHeader(kind) => format!("文件须以 OSMHeader 开头,而不是 {kind:?}"),
            Self::Feature(name) => format!("文件要求功能 {name:?},本程序不支持"),
            Self::BlockTooBig(n) => format!("该数据块至少需要 {n} 字节内存"),
            Self::TooMuch(n) => format!("文件内容需要超过 {n} 字节内存,与文件大小不符"),
            Self::Inconsistent(what) => format!("数据块内容自相矛盾({what})"),
            Self::Undecodable(what) => format!("数据块无法解码({what})"),
            Self::Io(e) => format!("读取失败({e})"),
        }
    }
    fn remedy_zh(&self) -> &'static str {
        match self {
            Self::Empty | Self::Truncated { .. } => "请重新下载或复制该文件",
            Self::NotPbf => "请提供 OSM PBF 格式的文件;可用 `osmium cat in.osm -o out.osm.pbf` 转换",
            Self::Compression(_) => "请用 `osmium cat in.osm.pbf -o out.osm.pbf` 改为 zlib 压缩",
            Self::Feature(_) => "请使用不含历史的普通数据:`osmium cat in.osm.pbf -o out.osm.pbf`",
            Self::BlockTooBig(_) => "请用 `osmium cat in.osm.pbf -o out.osm.pbf` 改写为较小的数据块",
            Self::Io(_) => "请检查磁盘和权限",
            _ => "请与来源核对校验和,并重新下载或截取",
        }
    }
}
