//! The index of the archive, as JSON and as CSV, and what a reader is told first.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::{Serialize, Serializer};

use super::{
    archive::Archive,
    citations::{Citations, Cited, CitedBy},
    piece::{Piece, Place},
};
use crate::{
    export::{write_csv_row, write_indented},
    limits,
    report::{CatalogRevision, Evidence, Report, Tool},
};

/// Value of `schema` in `index.json`.
pub const CITED_SCHEMA: &str = "konseki.cited/1";

/// Columns of `index.csv`.
const COLUMNS: [&str; 17] = [
    "file",
    "file_sha256",
    "evidence",
    "offset",
    "record_id",
    "record_number",
    "time",
    "piece",
    "piece_sha256",
    "offset_in_piece",
    "cited_as",
    "sheet",
    "role",
    "host",
    "id",
    "rows",
    "problem",
];

/// Pieces by source and offset.
pub(super) type Pieces = BTreeMap<(usize, u64), Piece>;

/// Adds the two forms of the index and the words for the reader.
pub(super) fn write<W: Write>(
    archive: &mut Archive<W>,
    report: &Report,
    citations: &Citations<'_>,
    pieces: &Pieces,
) -> io::Result<()> {
    let content = archive.begin("index.json")?;
    let index = Index {
        schema: CITED_SCHEMA,
        tool: &report.tool,
        catalog: &report.catalog,
        records_left_out: citations.left_out,
        pieces: Listed(|| {
            pieces.iter().filter_map(|(&(at, offset), piece)| {
                Some(ListedPiece::new(report.evidence.get(at)?, offset, piece))
            })
        }),
        records: Listed(|| entries(report, citations, pieces)),
    };
    write_indented(&index, &mut *content)?;

    let content = archive.begin("index.csv")?;
    write_csv_row(&mut *content, COLUMNS.map(str::to_owned))?;
    for entry in entries(report, citations, pieces) {
        for by in entry.cited_by {
            write_csv_row(&mut *content, entry.cells(by))?;
        }
    }
    archive.add("README.txt", readme(report, citations, pieces).as_bytes())
}

#[derive(Serialize)]
struct Index<'r, P, R> {
    schema: &'static str,
    tool: &'r Tool,
    catalog: &'r CatalogRevision,
    records_left_out: u64,
    pieces: P,
    records: R,
}

/// A list that is written entry by entry, without standing in memory.
struct Listed<F>(F);

impl<F, I> Serialize for Listed<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A piece of the archive with its source.
#[derive(Serialize)]
struct ListedPiece<'r> {
    evidence: &'r str,
    file: &'r str,
    file_sha256: &'r str,
    offset: String,
    #[serde(flatten)]
    piece: &'r Piece,
}

impl<'r> ListedPiece<'r> {
    fn new(evidence: &'r Evidence, offset: u64, piece: &'r Piece) -> Self {
        let Evidence { id, path, sha256, .. } = evidence;
        let offset = offset.to_string();
        Self { evidence: id, file: path, file_sha256: sha256, offset, piece }
    }
}

/// A record of the index.
#[derive(Serialize)]
struct Entry<'r> {
    evidence: &'r str,
    file: &'r str,
    file_sha256: &'r str,
    offset: &'r str,
    record_id: &'r str,
    record_number: &'r str,
    time: &'r str,
    piece: &'r str,
    piece_sha256: &'r str,
    offset_in_piece: String,
    cited_by: &'r std::collections::BTreeSet<CitedBy<'r>>,
    problem: &'r str,
}

fn entries<'r>(
    report: &'r Report,
    citations: &'r Citations<'r>,
    pieces: &'r Pieces,
) -> impl Iterator<Item = Entry<'r>> {
    citations.records.iter().filter_map(|(&(at, offset), cited)| {
        let evidence = report.evidence.get(at)?;
        let start = Place::of(evidence, offset)?.offset;
        let piece = pieces.get(&(at, start))?;
        Some(Entry::new(evidence, cited, piece, offset.saturating_sub(start)))
    })
}

impl<'r> Entry<'r> {
    fn new(evidence: &'r Evidence, cited: &'r Cited<'r>, piece: &'r Piece, inside: u64) -> Self {
        let record = cited.record;
        Self {
            evidence: &evidence.id,
            file: &evidence.path,
            file_sha256: &evidence.sha256,
            offset: &record.offset,
            record_id: &record.record_id,
            record_number: &record.record_number,
            time: &record.time,
            piece: &piece.name,
            piece_sha256: &piece.sha256,
            offset_in_piece: piece.header.saturating_add(inside).to_string(),
            cited_by: &cited.by,
            problem: &piece.problem,
        }
    }

    fn cells(&self, by: &CitedBy<'_>) -> [String; COLUMNS.len()] {
        [
            self.file.to_owned(),
            self.file_sha256.to_owned(),
            self.evidence.to_owned(),
            self.offset.to_owned(),
            self.record_id.to_owned(),
            self.record_number.to_owned(),
            self.time.to_owned(),
            self.piece.to_owned(),
            self.piece_sha256.to_owned(),
            self.offset_in_piece.clone(),
            code(&by.cited_as),
            by.sheet.to_owned(),
            by.role.as_ref().map(code).unwrap_or_default(),
            by.host.to_owned(),
            by.id.to_owned(),
            by.rows.join(" "),
            self.problem.to_owned(),
        ]
    }
}

/// The word that the JSON has for a value.
fn code(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn readme(report: &Report, citations: &Citations<'_>, pieces: &Pieces) -> String {
    let Tool { name, version } = &report.tool;
    let unread = pieces.values().filter(|piece| !piece.problem.is_empty()).count();
    let read = pieces.len().saturating_sub(unread);
    let (records, left_out) = (citations.records.len(), citations.left_out);
    let most = limits::CITED_BYTES >> 20;
    format!(
        "\
{name} {version}: records that the report cites

{records} records in {read} pieces; {unread} pieces could not be read (index: problem);
{left_out} records left out beyond {most} MiB.

pieces/      cut out of the evidence without a change. Passwords on command lines are NOT masked.
  .evtx      one chunk (64 KiB) behind a rebuilt file header of 4,096 bytes; opens in Event Viewer
  .pf        a Prefetch file
  .file-record, .usn-record   records of a $MFT and of a USN journal
index.json, index.csv
             file, its SHA-256, offset and record id of each record; the piece, its SHA-256 and the
             record's offset in it; what cites it. evidence_bytes_sha256 leaves the header out.

報告が引用するレコード

{records} 件のレコード、{read} 個の断片。読めなかった断片は {unread} 個(索引の problem)。
上限 {most} MiB を超えるため省いたレコードは {left_out} 件。

pieces/      証拠から切り出したままの内容。コマンドラインのパスワードは伏せていません。
  .evtx      1 チャンク(64 KiB)に作り直したファイルヘッダー(4,096 バイト)を付けたもの。
             イベント ビューアーで開けます。
  .pf        Prefetch ファイル
  .file-record、.usn-record   $MFT と USN ジャーナルのレコード
index.json、index.csv
             各レコードのファイル、その SHA-256、オフセット、レコード ID、断片とその SHA-256、
             断片の中の位置、引用している箇所。evidence_bytes_sha256 はヘッダーを除いた値。
"
    )
}
